"""Files read, written, sought and listed by coroutines, temporary files, standard streams."""
import asyncio
import aiofiles
import aiofiles.os
import aiofiles.tempfile


async def main():
    async with aiofiles.open("a.txt", "w", encoding="utf-8") as file:
        await file.writelines(f"line {n} é\n" for n in range(3))
        print("told:", await file.tell())
    async with aiofiles.open("a.txt", encoding="utf-8") as file:
        print("lines:", [line.rstrip() async for line in file])
        await file.seek(0)
        print("read:", await file.read(6), await file.readline())
    async with aiofiles.open("a.txt", "r+b") as file:
        await file.truncate(4)
        print("bytes:", await file.read(), file.name)
    await aiofiles.os.makedirs("d/e")
    await aiofiles.os.rename("a.txt", "d/b.txt")
    print("listed:", await aiofiles.os.listdir("d/e/.."), (await aiofiles.os.stat("d/b.txt")).st_size)
    print("exists:", await aiofiles.os.path.exists("a.txt"), await aiofiles.os.path.isdir("d"))
    async with aiofiles.tempfile.TemporaryDirectory() as folder, aiofiles.tempfile.NamedTemporaryFile(dir=folder) as file:
        await file.write(b"temporary")
        await file.flush()
        print("temporary:", await aiofiles.os.path.getsize(file.name))
    try:
        await aiofiles.open("none.txt")
    except FileNotFoundError as error:
        print("missing:", error.filename)
    await aiofiles.stdout.write("standard output\n")
    await aiofiles.stdout.flush()


asyncio.run(main())
