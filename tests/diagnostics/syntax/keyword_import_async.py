from tools import async
