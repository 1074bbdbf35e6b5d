import unittest, asyncio
from unittest import mock
class T(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self): self.q = asyncio.Queue(); self.addAsyncCleanup(self.clean)
    async def clean(self): print("cleanup")
    async def asyncTearDown(self): print("teardown")
    async def test_a(self):
        await self.q.put(1); self.assertEqual(await self.q.get(), 1)
    async def test_b(self):
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(self.q.get(), 0.01)
    async def test_mock(self):
        m = mock.AsyncMock(return_value=3); self.assertEqual(await m(1), 3); m.assert_awaited_once_with(1)
        with mock.patch("asyncio.sleep", new=mock.AsyncMock()) as s:
            await asyncio.sleep(100); s.assert_awaited()
    def test_sync(self): self.assertTrue(True)
    @unittest.skip("why")
    async def test_skip(self): pass
    @unittest.expectedFailure
    def test_ef(self): self.assertIn(1, [])
    async def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertLess(i, 5)
if __name__ == "__main__":
    import sys
    r = unittest.main(verbosity=0, exit=False, argv=["x"], testRunner=unittest.TextTestRunner(stream=open("/dev/null", "w"))); print("r.result.wasSuccessful(), r.result.testsRun =", r.result.wasSuccessful(), r.result.testsRun)
