"""The worker's two tasks: do one job; send what waits."""

from celery import shared_task

from records import actions


@shared_task
def run_job(job_id: int) -> None:
    actions.perform(job_id)


@shared_task
def relay() -> None:
    actions.relay()
