FROM python:3.11-slim-bookworm

# The text engine of the papers; its Thai dictionary comes with it.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libthai-data \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home portal \
    && install -d -o portal /data

WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

# The program belongs to root: the portal may run it, not change it. Only /data is the portal's own.
COPY . .
ENV VAR_DIR=/data MEDIA_ROOT=/data/media STATIC_DIR=/app/static-collected PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN python scripts/messages.py \
    && SECRET_KEY=only-to-build VAR_DIR=/tmp/build python manage.py collectstatic --noinput -v 0 \
    && chmod -R a+rX static-collected \
    && rm -rf /tmp/build

USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "ita_portal.wsgi", "-k", "gthread", "-w", "2", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "-b", "0.0.0.0:8000"]
