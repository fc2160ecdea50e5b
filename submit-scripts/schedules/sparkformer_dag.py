"""Prepares what is new every night, trains on it and measures the model, by Airflow 2.10 or newer.

Copy it into the folder of DAGs. The workers need the distribution and a Spark that can submit to the cluster.
"""

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.providers.standard.operators.bash import BashOperator

SPARKFORMER = "/opt/sparkformer/submit-scripts/sparkformer"
CORPUS = "hdfs:///sparkformer/corpus"
RUN = "hdfs:///sparkformer/runs/nightly"
ENVIRONMENT = {"SPARK_HOME": "/opt/spark", "HADOOP_CONF_DIR": "/etc/hadoop/conf"}


def sparkformer(task_id: str, arguments: str) -> BashOperator:
    """One command. Its process becomes the driver's, so that stopping the task stops the driver, after a checkpoint."""
    return BashOperator(
        task_id=task_id,
        bash_command=f"exec {SPARKFORMER} {arguments} --master yarn",
        env=ENVIRONMENT,
        append_env=True,
    )


with DAG(
    dag_id="sparkformer_nightly",
    schedule="15 2 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    # Two runs into one directory would exclude each other: the second one would have worked for nothing.
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=10)},
    tags=["sparkformer"],
) as dag:
    prepare = sparkformer("prepare", f"prepare-text /etc/sparkformer/corpus.conf --output {CORPUS}")
    # Exit code 75, stopped but to be continued, is a failure that the next attempt goes on from.
    train = sparkformer(
        "train",
        f"train /etc/sparkformer/train.conf --continue-on-new-data --set data.directory={CORPUS} --output {RUN}",
    )
    evaluate = sparkformer(
        "evaluate",
        f"evaluate /etc/sparkformer/train.conf --set data.directory={CORPUS} --checkpoint {RUN}"
        " --output hdfs:///sparkformer/measured/{{ ds }}",
    )
    prepare >> train >> evaluate
