# Dates, times, differences, zones: values, texts, arithmetic, errors, pickles.
import random, pickle, copy
from datetime import *
import datetime as D
random.seed(3)
def t(n,f,*a,**k):
    try: r=f(*a,**k); print("n, repr(r) =", n,repr(r))
    except Exception as e: print(n,type(e).__name__,e)
tz=timezone(timedelta(hours=5,minutes=30)); tz2=timezone(timedelta(hours=-3),'BRT')
class Sub(datetime): pass
class SD(date): pass
class TZ(tzinfo):
    def utcoffset(s,d): return timedelta(hours=1)
    def dst(s,d): return timedelta(0)
    def tzname(s,d): return 'X%T'
    def __repr__(s): return 'TZ()'
for i in range(60):
    d=datetime(random.randint(1,9999),random.randint(1,12),random.randint(1,28),random.randint(0,23),random.randint(0,59),random.randint(0,59),random.choice([0,random.randint(0,999999)]),random.choice([None,tz,tz2,timezone.utc]),fold=random.randint(0,1))
    print(repr(d),str(d),d.isocalendar(),d.timetuple(),d.strftime('%Y-%m-%d %H:%M:%S.%f %z %Z %j %U %W %a %A %b %B %c %x %X %p %y %G %V %u %C %F %:z %%'),d.toordinal(),d.weekday(),d.ctime(), d.date(),d.time(),d.timetz(), d.isoformat(' ','milliseconds'))
    print("datetime.fromisoformat(d.isoformat())==d =", datetime.fromisoformat(d.isoformat())==d)
    print("pickle.loads(pickle.dumps(d)) =", pickle.loads(pickle.dumps(d)))
    print("hash(d)==hash(pickle.loads(pickle.dumps(d))) =", hash(d)==hash(pickle.loads(pickle.dumps(d))))
    print("f'{d:%d/%m}' =", f'{d:%d/%m}')
    print("f'{d}' =", f'{d}')
    if d.tzinfo and 2<d.year<9998: print(d.astimezone(timezone.utc), d.timestamp(), d.utctimetuple(), d.astimezone(tz2))
    x=timedelta(days=random.randint(-1000,1000),seconds=random.randint(-10**6,10**6),microseconds=random.randint(-10**9,10**9)); y=timedelta(seconds=random.randint(1,10**7),microseconds=random.randint(0,10**6))
    print(repr(x),x,x+y,x-y,x//y,x%y,divmod(x,y),x/y,x*3,x*1.37,x/7,x/2.5,x//9,-x,abs(x),x.total_seconds(),hash(x),bool(x), x<y)
    if 5<d.year<9990: print(d+x, d-x, (d+x)-d, d.date()+x, d.date()-x)
for c in [(0,1,1),(1,13,1),(2021,2,29),(10000,1,1),('a',1,1),(1.5,1,1),(2020,1),(2020,),(),(2020,1,1,24),(2020,1,1,0,60),(2020,1,1,0,0,60),(2020,1,1,0,0,0,1000000),(2020,1,1,0,0,0,0,5),(2**40,1,1),(2**70,1,1)]: t(c,datetime,*c); t(c,date,*c[:3])
t('fold',datetime,2020,1,1,fold=2); t('time',time,25); t('time2',time,1,2,3,4,tz,fold=1); t('time3',time,1,2,3,tzinfo=5)
for s in ['2020-01-02','20200102','2020-W01-2','2020W012','2020-W53','2020W01','2020-01-02T03','2020-01-02T03:04','2020-01-02T0304','2020-01-02T03:04:05','2020-01-02T030405.123','2020-01-02T03:04:05,123456789','2020-01-02T03:04:05+01:00','2020-01-02T03:04:05Z','2020-01-02T03:04:05-0130','2020-01-02T03:04:05+01:02:03.000004','2020-01-02 03:04é','2020-01-02é03:04','2020-01-02T','2020-1-2','','2020-13-01','2020-01-32','2020-01-02T25:00','2020-01-02T03:04:05+25:00','2020-01-02T03:','2020-01-02T03:04:','2020-01-02T03:04:05.','2020-01-02T3:04','2020-01-02T03:04:05.12a','2020-01-02T24:00','20200102T030405','2020W0123','2020-W01-204','2020-W01-2T04','2020W01T04','2020W012T04','T03:04','03:04','03','0304','03:04Z','03:04+','03:04+1','2020-W54-1','0000-W01-1','2020-01-02T03:04:05+00:00','2020-01-02T03:04+:30']:
    t(s,datetime.fromisoformat,s); t(s,date.fromisoformat,s); t(s,time.fromisoformat,s)
t('i',date.fromisoformat,5);t('c',date.fromisocalendar,2020,53,7);t('c',date.fromisocalendar,2021,53,7);t('c',date.fromisocalendar,2021,1,8);t('c',date.fromisocalendar,0,1,8);t('o',date.fromordinal,0);t('o',date.fromordinal,10**7);t('o',date.fromordinal,737791)
for v in [0,1e9,1.5,-1.5,1e9+0.1234567,-0.0000005,0.0000015,1e18,float('nan'),float('inf'),'x',10**30,-62135596800,-62135596801,253402300799,253402300800]:
    t(v,lambda:datetime.fromtimestamp(v,timezone.utc)); t(v,lambda:datetime.fromtimestamp(v,tz))
for a in [1,1.5,'x',None,timedelta(1),date(2020,1,1),datetime(2020,1,1),datetime(2020,1,1,tzinfo=tz),time(1),time(1,tzinfo=tz),tz]:
    for b in [2,2.5,'y',timedelta(2),date(2020,1,2),datetime(2020,1,2),datetime(2020,1,1,tzinfo=tz2),time(2),time(1,tzinfo=tz2),tz2,TZ()]:
        for n,f in (('+',lambda:a+b),('-',lambda:a-b),('<',lambda:a<b),('==',lambda:a==b),('*',lambda:a*b),('/',lambda:a/b),('//',lambda:a//b),('%',lambda:a%b)):
            try: print("n, f() =", n, f())
            except Exception as e: print(n,type(e).__name__,e)
for k in [dict(days=1.5),dict(hours=0.1),dict(weeks=1e6),dict(days=10**9),dict(days=-10**9),dict(days=10**12),dict(microseconds=0.5),dict(microseconds=1.5),dict(microseconds=2.5),dict(seconds=1e-7),dict(days='x'),dict(days=float('nan')),dict(days=float('inf')),dict(milliseconds=2.0005),dict(microseconds=2**70),dict(seconds=10**40),dict(days=1,seconds=-86400)]: t(k,timedelta,**k)
print(timedelta.min,timedelta.max,timedelta.resolution,date.min,date.max,datetime.min,datetime.max,time.min,time.max,time.resolution,date.resolution,timezone.min,timezone.max,repr(timezone.utc),D.UTC is timezone.utc,D.MINYEAR,D.MAXYEAR)
t('z0',lambda:timedelta(1)/0);t('z1',lambda:timedelta(1)//0);t('z2',lambda:timedelta(1)%timedelta(0));t('z3',lambda:timedelta(1)/0.0);t('z4',lambda:timedelta(1)/timedelta(0));t('of',lambda:timedelta.max+timedelta(1));t('of',lambda:date.max+timedelta(1));t('of',lambda:datetime.min-timedelta(1)); t('of',lambda:timedelta.max*2); t('of',lambda:timedelta(1)*10**30)
s=Sub(2020,1,1,fold=1,tzinfo=TZ()); print(repr(s),repr(s+timedelta(1)),type(s+timedelta(1)),type(s.replace(year=3)),s.tzname(),s.strftime('%Z'),type(Sub.now()),type(Sub.fromisoformat('2020-01-01')),type(Sub.combine(date(2020,1,1),time())), type(pickle.loads(pickle.dumps(s.replace(tzinfo=None)))))
x=SD(2020,1,1); print(repr(x),type(x+timedelta(1)),type(SD.today()),type(SD.fromordinal(5)),x==date(2020,1,1),hash(x)==hash(date(2020,1,1)))
for v in [date(2020,1,1),time(1,2,3,4,fold=1),time(1,tzinfo=tz),datetime(2020,1,1,fold=1,tzinfo=tz2),timedelta(1,2,3),tz,tz2,timezone.utc]:
    for p in (0,2,4,5): print("v.__reduce_ex__(p) if p!=0 else '', pickle.loads(pickle.d... =", v.__reduce_ex__(p) if p!=0 else '', pickle.loads(pickle.dumps(v,p))==v)
    print(repr(copy.copy(v)),repr(copy.deepcopy(v)))
t('tz',timezone,timedelta(days=1));t('tz',timezone,5);t('tz',timezone,timedelta(1/24),5);print(repr(timezone(timedelta(0))),timezone(timedelta(0)) is timezone.utc,repr(timezone(timedelta(0),'Z')),timezone(timedelta(seconds=1)),timezone(timedelta(microseconds=-1)),tz==tz2,hash(tz)==hash(timezone(timedelta(hours=5.5))))
t('u',tz.utcoffset,5);t('u',tz.utcoffset,None);t('u',tz.dst,None);t('u',tz.tzname,5);t('u',tz.fromutc,datetime(2020,1,1));t('u',tz.fromutc,5);t('u',tz.fromutc,datetime(2020,1,1,tzinfo=tz))
t('b',tzinfo().utcoffset,None);t('b',tzinfo().fromutc,5);t('b',TZ().fromutc,datetime(2020,1,1))
class Bad(tzinfo):
    def utcoffset(s,d): return 5
class Bad2(tzinfo):
    def utcoffset(s,d): return timedelta(1)
    def tzname(s,d): return 5
t('bad',datetime(2020,1,1,tzinfo=Bad()).utcoffset);t('bad',datetime(2020,1,1,tzinfo=Bad2()).utcoffset);t('bad',datetime(2020,1,1,tzinfo=Bad2()).tzname);t('bad',lambda:hash(datetime(2020,1,1,tzinfo=Bad())))
for n in ('year','foo'): t(n,lambda:setattr(date(2020,1,1),n,3))
t('iso',datetime(2020,1,1).isoformat,'xx');t('iso',datetime(2020,1,1).isoformat,'T','foo');t('iso',datetime(2020,1,1).isoformat,5);t('iso',time(1).isoformat,'hours');t('f',date(2020,1,1).__format__,5);t('s',date(2020,1,1).strftime,5)
t('sp',datetime.strptime,'2020-01-02 03:04','%Y-%m-%d %H:%M');t('sp',datetime.strptime,'x','%Y');t('cmb',datetime.combine,1,2);t('cmb',datetime.combine,date(2020,1,1),2);t('cmb',datetime.combine,date(2020,1,1),time(1),tz)
ic=date(2020,1,1).isocalendar(); print(ic,ic.year,ic.week,ic.weekday,ic==(2020,1,3),type(ic)); t('ic',pickle.dumps,ic,2)
for y in (1,99,999): print(date(y,1,1).strftime('%Y %G %C %F %y %c %x'))
print("datetime(2020,1,1).strftime('%') =", datetime(2020,1,1).strftime('%'))
print("date(2020,1,1).strftime('%Q|%z|%Z|%:z|%f|%:x') =", date(2020,1,1).strftime('%Q|%z|%Z|%:z|%f|%:x'))
print("time(1,2).strftime('%Y %H %f %z') =", time(1,2).strftime('%Y %H %f %z'))
print("date(2020,1,1).replace(month=5), datetime(2020,1,1).repla... =", date(2020,1,1).replace(month=5), datetime(2020,1,1).replace(tzinfo=tz,fold=1), time(1).replace(hour=2,tzinfo=tz)); t('r',date(2020,1,1).replace,day=40)
