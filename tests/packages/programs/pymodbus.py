"""A Modbus server and a client in the same program: registers, coils, errors, parallel requests."""

import asyncio
import socket

from pymodbus.client import AsyncModbusTcpClient
from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext
from pymodbus.server import ServerAsyncStop, StartAsyncTcpServer

try:
    from pymodbus.datastore import ModbusDeviceContext as Dev
except ImportError:
    from pymodbus.datastore import ModbusSlaveContext as Dev


with socket.create_server(("127.0.0.1", 0)) as free:
    PORT = free.getsockname()[1]


async def main():
    store = Dev(
        di=ModbusSequentialDataBlock(1, [1] * 100),
        co=ModbusSequentialDataBlock(1, [0] * 100),
        hr=ModbusSequentialDataBlock(1, list(range(100))),
        ir=ModbusSequentialDataBlock(1, [5] * 100),
    )
    ctx = ModbusServerContext(store, single=True)
    t = asyncio.create_task(StartAsyncTcpServer(context=ctx, address=("127.0.0.1", PORT)))
    await asyncio.sleep(0.2)
    c = AsyncModbusTcpClient("127.0.0.1", port=PORT)
    print(await c.connect(), c.connected)
    r = await c.read_holding_registers(10, count=5)
    print(r.registers, r.isError())
    r = await c.write_registers(10, [7, 8])
    print(r)
    r = await c.read_holding_registers(10, count=5)
    print(r.registers)
    r = await c.write_coil(3, True)
    r = await c.read_coils(0, count=8)
    print(r.bits)
    r = await c.read_holding_registers(200, count=5)
    print(r.isError(), r)
    r = await c.read_device_information()
    print(r)
    print(
        c.convert_to_registers(3.5, c.DATATYPE.FLOAT32),
        c.convert_from_registers([16480, 0], c.DATATYPE.FLOAT32),
    )
    rs = await asyncio.gather(*(c.read_input_registers(i, count=1) for i in range(5)))
    print([x.registers for x in rs])
    c.close()
    await ServerAsyncStop()
    await asyncio.gather(t, return_exceptions=True)


asyncio.run(main())
