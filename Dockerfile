# The service in a container:
#
#     docker build --tag regiovraag .
#     docker run --publish 8080:8080 --volume regiovraag:/var/lib/regiovraag/var regiovraag
#
# The register and the blobs stand in /var/lib/regiovraag/var unless REGIOVRAAG__DATABASE__URL and
# REGIOVRAAG__BLOBS__DIR say otherwise; a config/<environment>.toml may be mounted in
# /etc/regiovraag, and REGIOVRAAG_ENV names it. A proxy before the container reaches it from the network of
# the containers, not from this machine: name it, such as REGIOVRAAG__HTTP__TRUSTED_PROXIES=172.17.0.1.

# Style sheets, scripts and icons.
FROM node:20-bookworm-slim AS assets
WORKDIR /assets
COPY src/web/assets/package.json src/web/assets/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY src/web/assets ./source
RUN node source/build.mjs node_modules built

# The program, with what the first stage made inside it.
FROM rust:1.95-bookworm AS build
WORKDIR /build
COPY --from=assets /assets/built /assets
ENV REGIOVRAAG_ASSETS_DIR=/assets
COPY . .
RUN cargo build --release --locked --bin regiovraag

# What runs: the program and the certificates of the world's authorities.
FROM debian:bookworm-slim
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/regiovraag --shell /usr/sbin/nologin regiovraag \
    && mkdir -p /etc/regiovraag /var/lib/regiovraag/var \
    && chown -R regiovraag: /var/lib/regiovraag
COPY --from=build /build/target/release/regiovraag /usr/local/bin/regiovraag
USER 10001
WORKDIR /var/lib/regiovraag
ENV REGIOVRAAG_CONFIG_DIR=/etc/regiovraag REGIOVRAAG__HTTP__LISTEN=0.0.0.0:8080
EXPOSE 8080
VOLUME /var/lib/regiovraag/var
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["regiovraag", "healthcheck"]
ENTRYPOINT ["regiovraag"]
CMD ["serve"]
