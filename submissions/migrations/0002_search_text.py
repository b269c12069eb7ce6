import django.db.models.deletion
from django.db import migrations, models


INDEX = "submissions_searchtext_key_trigrams"


def add_trigrams(apps, schema_editor):
    """On PostgreSQL, where the extension is installed; without it a search reads every text, and doctor says so."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if not cursor.fetchone():
            return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    schema_editor.execute(f"CREATE INDEX {INDEX} ON submissions_searchtext USING gin (key gin_trgm_ops)")


def drop_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):

    dependencies = [
        ('assignments', '0001_initial'),
        ('submissions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('answer', 'Answers'), ('evidence', 'Evidence'), ('comment', 'Comments')], max_length=10)),
                ('inside', models.BooleanField(default=False)),
                ('key', models.TextField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assignments.assessment')),
                ('comment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='submissions.comment')),
                ('evidence', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='submissions.evidence')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='submissions.submission')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'answer')), fields=('submission',), name='one_search_text_per_answer'), models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', True), ('evidence__isnull', True), ('kind', 'answer')), models.Q(('comment__isnull', True), ('evidence__isnull', False), ('kind', 'evidence')), models.Q(('comment__isnull', False), ('evidence__isnull', True), ('kind', 'comment')), _connector='OR'), name='search_text_stands_for_what_its_kind_says')],
            },
        ),
        migrations.RunPython(add_trigrams, drop_trigrams),
    ]
