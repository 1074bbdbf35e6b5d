"""Requests of boto3 and aiobotocore to a server in the same program, and those that a stub answers."""
import asyncio
import datetime
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import boto3
from aiobotocore.session import get_session
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError
from botocore.stub import Stubber

warnings.simplefilter("ignore")
store = {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self):
        store[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, ETag='"e"')

    def do_GET(self):
        if "list-type" in self.path:
            keys = "".join(f"<Contents><Key>{p.rpartition('/')[2]}</Key><Size>{len(v)}</Size></Contents>" for p, v in sorted(store.items()))
            self.answer(200, f'<?xml version="1.0"?><ListBucketResult><Name>b</Name>{keys}<IsTruncated>false</IsTruncated></ListBucketResult>'.encode())
        elif self.path in store:
            self.answer(200, store[self.path], x_amz_meta_kind="text")
        else:
            self.answer(404, b"<Error><Code>NoSuchKey</Code><Message>There is none.</Message></Error>")


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
options = dict(endpoint_url=f"http://127.0.0.1:{server.server_port}", region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s",
               config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}, request_checksum_calculation="when_required"))
client = boto3.client("s3", **options)
print(client.put_object(Bucket="b", Key="one", Body=b"data one")["ETag"])
answer = client.get_object(Bucket="b", Key="one")
print(answer["Body"].read(), answer["Metadata"])
print([(o["Key"], o["Size"]) for o in client.list_objects_v2(Bucket="b")["Contents"]])
try:
    client.get_object(Bucket="b", Key="none")
except ClientError as error:
    print(error, error.response["Error"]["Code"], type(error).__name__)
try:
    client.get_object(Bucket="b", Key=5)
except ParamValidationError as error:
    print(str(error).splitlines())


async def main():
    async with get_session().create_client("s3", **options) as s3:
        await s3.put_object(Bucket="b", Key="two", Body=b"data two")
        answer = await s3.get_object(Bucket="b", Key="two")
        async with answer["Body"] as stream:
            print(await stream.read())
        try:
            await s3.get_object(Bucket="b", Key="none")
        except ClientError as error:
            print(error)


asyncio.run(main())
queue = boto3.client("sqs", **{k: v for k, v in options.items() if k != "endpoint_url"})
with Stubber(queue) as stub:
    stub.add_response("send_message", {"MessageId": "m", "MD5OfMessageBody": "x"}, {"QueueUrl": "http://q", "MessageBody": "hi"})
    stub.add_client_error("receive_message", "Busy", "later", http_status_code=503)
    print(queue.send_message(QueueUrl="http://q", MessageBody="hi")["MessageId"])
    try:
        queue.receive_message(QueueUrl="http://q")
    except ClientError as error:
        print(error)
print(client.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"}, ExpiresIn=60).partition("?")[0].rpartition(":")[2].partition("/")[2])
server.shutdown()
