# Sparkformer in a container. Build the packages first, then one of the two images:
#
#   mvn -q -DskipTests package
#   docker build --tag sparkformer .
#   docker build --tag sparkformer-kubernetes --target kubernetes .
#
# docs/deployment.md tells how they are used.
ARG JAVA_IMAGE=eclipse-temurin:17-jre
ARG SPARK_IMAGE=apache/spark:4.1.0-scala2.13-java17-ubuntu

# Driver and executors on Kubernetes: Spark's own image, with its entry point and its user, and the application beside it.
FROM ${SPARK_IMAGE} AS kubernetes
COPY spark-jobs/target/sparkformer.jar /opt/sparkformer/lib/sparkformer.jar
COPY conf /opt/sparkformer/conf
COPY LICENSE NOTICE /opt/sparkformer/
USER 185

# One machine: the distribution, and the Spark that Maven brought.
FROM ${JAVA_IMAGE} AS local
ARG VERSION=0.1.0-SNAPSHOT
RUN useradd --system --uid 10001 --create-home sparkformer \
 && install --directory --owner=sparkformer /work
ADD spark-jobs/target/sparkformer-${VERSION}.tar.gz /opt/
COPY spark-jobs/target/spark /opt/sparkformer-${VERSION}/spark
RUN ln -s sparkformer-${VERSION} /opt/sparkformer
WORKDIR /work
USER 10001
ENTRYPOINT ["/opt/sparkformer/submit-scripts/sparkformer"]
CMD ["--help"]
