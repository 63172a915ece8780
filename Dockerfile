FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN /venv/bin/pybabel -q compile -D django -d locale

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 kompaan
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
RUN SECRET_KEY=only-to-collect-files FIELD_SALTS=only-to-collect-files DATABASE_URL=postgresql:///none \
    python manage.py collectstatic --noinput
USER kompaan
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/')"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--threads", "4", "--no-control-socket"]
