# Bothways as a service. docs/container.md says how to run it; compose.yaml in examples/ has a PostgreSQL beside it.
# For builds that can be repeated, name the base by its digest: --build-arg BASE=python:3.13-slim-bookworm@sha256:…
ARG BASE=python:3.13-slim-bookworm

FROM ${BASE} AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY requirements/build.txt requirements/service.txt requirements/
COPY deploy deploy
COPY sync sync
COPY mappings mappings
COPY adapters adapters
COPY jobs jobs
RUN ["deploy/install", "/opt/bothways"]

FROM ${BASE}
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Bothways" \
      org.opencontainers.image.description="Keeps Notion databases and Google Sheets in step, field by field" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /opt/bothways /opt/bothways
COPY deploy/entrypoint deploy/healthy /usr/local/bin/
RUN groupadd --gid 10001 bothways \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin bothways \
 && install --directory --owner=10001 --group=10001 --mode=0700 /state
ENV PATH=/opt/bothways/bin:/usr/local/bin:/usr/bin:/bin \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BOTHWAYS_CONFIG=/config/bothways.toml \
    BOTHWAYS_STATE__URL=sqlite:////state/bothways.db
USER 10001:10001
WORKDIR /state
VOLUME ["/state"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["healthy"]
ENTRYPOINT ["entrypoint"]
CMD ["worker"]
