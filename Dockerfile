# Build: everything that is compiled comes from Cargo.lock.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
 && apt-get install --yes --no-install-recommends build-essential ca-certificates tzdata \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN cargo build --release --locked

# The image's whole file tree: the binary, the C libraries that it names, root certificates (for
# graph.facebook.com), time zones, and two folders. No shell, no package manager.
RUN mkdir -p /image/usr/local/bin /image/etc/ssl/certs /image/usr/share /image/bot \
 && cp target/release/saywhen /image/usr/local/bin/ \
 && ldd target/release/saywhen | grep -o '/[^ ]*' | xargs -I{} cp --parents -L {} /image/ \
 && cp -L /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ \
 && cp -r /usr/share/zoneinfo /image/usr/share/ \
 && echo 'saywhen:x:10001:10001::/data:/sbin/nologin' > /image/etc/passwd \
 && echo 'saywhen:x:10001:' > /image/etc/group \
 && echo 'hosts: files dns' > /image/etc/nsswitch.conf \
 && install -d -o 10001 -g 10001 -m 0750 /image/data \
 && install -d -m 1777 /image/tmp

FROM scratch
COPY --from=build /image/ /
# The bot's folder is mounted at /bot; the store is a file in /data.
ENV SAYWHEN_BOT=/bot \
    DATABASE_URL=sqlite:/data/saywhen.db \
    PORT=8080
USER 10001:10001
WORKDIR /bot
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["saywhen", "health"]
ENTRYPOINT ["saywhen"]
CMD ["serve"]
