# The simulator in a container: docker build -t a2i-simulator . && docker run -p 4280:4280 a2i-simulator
# BASE may be any image with Python 3.11 or newer that can run `useradd`.
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never
WORKDIR /source
COPY requirements.txt pyproject.toml ./
RUN awk '!/^ /{ours = /^uv==/} ours' requirements.txt >/uv.txt \
    && python3 -m venv /opt/builder \
    && /opt/builder/bin/pip install --no-cache-dir --require-hashes -r /uv.txt \
    && python3 -m venv --without-pip /opt/a2i-simulator \
    && /opt/builder/bin/uv pip install --python /opt/a2i-simulator/bin/python --compile-bytecode \
        --constraint requirements.txt -r pyproject.toml
COPY LICENSE NOTICE README.md ./
COPY simulator simulator
COPY worker_ui worker_ui
COPY templates templates
RUN /opt/builder/bin/uv build --wheel --require-hashes --build-constraints requirements.txt --out-dir /dist \
    && /opt/builder/bin/uv pip install --python /opt/a2i-simulator/bin/python --compile-bytecode --no-deps /dist/*.whl

FROM ${BASE}
COPY --from=build /opt/a2i-simulator /opt/a2i-simulator
RUN useradd --uid 10001 --user-group --home-dir /data --create-home simulator
ENV PATH=/opt/a2i-simulator/bin:$PATH PYTHONUNBUFFERED=1 A2I_SIMULATOR_DATA_DIR=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 4280
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s \
    CMD ["python3", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:4280/_simulator/health', timeout=2)"]
ENTRYPOINT ["a2i-simulator"]
CMD ["serve", "--host", "0.0.0.0"]
