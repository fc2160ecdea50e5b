package io.sparkformer.jobs.config;

/** How what replicas bring back is compressed, chosen by the key {@code training.compression.type}. */
public sealed interface CompressionSettings
        permits NoCompressionSettings, Bf16CompressionSettings, Int8CompressionSettings, TopKCompressionSettings {}
