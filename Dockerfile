FROM python:3.11-slim-bookworm

# The text engine of the papers; its Thai dictionary comes with it.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libthai-data \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home portal \
    && install -d -o portal /app /data

WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY . .
ENV VAR_DIR=/data PYTHONUNBUFFERED=1
RUN python scripts/messages.py \
    && SECRET_KEY=build VAR_DIR=/app/built python manage.py collectstatic --noinput -v 0 \
    && chown -R portal /app/built

USER 10001
ENV STATIC_DIR=/app/built/static
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "ita_portal.wsgi", "-k", "gthread", "-w", "2", "--threads", "4", "--no-control-socket", "-b", "0.0.0.0:8000"]
