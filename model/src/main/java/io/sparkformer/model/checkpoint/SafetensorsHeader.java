package io.sparkformer.model.checkpoint;

import java.util.List;
import java.util.SortedMap;

/**
 * What a safetensors file holds.
 *
 * @param tensors in the order of their data
 * @param metadata free text by key
 */
public record SafetensorsHeader(List<TensorInfo> tensors, SortedMap<String, String> metadata) {}
