FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev make
COPY . /hob
RUN cargo install --locked --root /out --path /hob

FROM debian:bookworm-slim
COPY --from=build /out/bin/hob /usr/local/bin/hob
ENTRYPOINT ["hob"]
