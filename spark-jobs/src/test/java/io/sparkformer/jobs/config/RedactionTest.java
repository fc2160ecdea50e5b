package io.sparkformer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3a://AKIA:hunter2@bucket/run            | s3a://(redacted)@bucket/run",
                "s3a://AKIA:hun/ter/2@bucket/run          | s3a://(redacted)@bucket/run",
                "https://user:p@ss@host:8080/x            | https://(redacted)@host:8080/x",
                "https://ghp_token@host/x                 | https://(redacted)@host/x",
                "wasbs://AKIA:hunter2@account/x           | wasbs://(redacted)@account/x",
                "cannot open [hdfs://u:p@a/b, hdfs://c/d] | cannot open [hdfs://(redacted)@a/b, hdfs://c/d]",
                "https://b/o?X-Amz-Signature=0af&x=1      | https://b/o?X-Amz-Signature=(redacted)&x=1",
                "https://b/o?sv=1&sig=a%2Fb               | https://b/o?sv=1&sig=(redacted)",
                "--conf spark.hadoop.fs.s3a.secret.key=ab | --conf spark.hadoop.fs.s3a.secret.key=(redacted)",
                "fs.azure.account.key.x.net=ab, next      | fs.azure.account.key.x.net=(redacted), next",
            })
    void ofText_secrets_areHidden(String text, String shown) {
        assertThat(Redaction.ofText(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hdfs://namenode:8020/user/me@example/run",
                "hdfs://namenode:8020",
                "s3a://bucket/run@2026",
                "abfss://container@account.dfs.core.windows.net/run",
                "/data/a=b/key=3",
                "--set training.max-tokens=512",
                "--set prepare.tokenizer=bert",
                "training.batch-size = 32",
                "blocks.0.attn.qkv.weight",
            })
    void ofText_whatIsNoSecret_stays(String text) {
        assertThat(Redaction.ofText(text)).isEqualTo(text);
    }

    /** Runs are told apart, and resumed, by the values of these keys: none of them may be stored as another. */
    @Test
    void ofValue_everyKeyOfTheExperiment_isNoSecretByItsName() {
        for (RecordSchema.KeyDescription key : RecordSchema.leaves(ExperimentConfig.class)) {
            assertThat(Redaction.ofValue(key.path(), "value")).as(key.path()).isEqualTo("value");
        }
    }
}
