package io.sparkformer.model.vit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class VitVariantTest {
    @TestFactory
    Stream<DynamicTest> parameterCount_ofEveryVariant_equalsTheFormulaAndThePublishedFigure() {
        JsonNode root = Golden.read("vit_parameter_counts.json");
        JsonNode rows = root.isArray() ? root : root.elements().next();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> DynamicTest.dynamicTest(
                        row.get("variant").textValue() + " at " + row.get("imageSize"), () -> checkRow(row)));
    }

    private static void checkRow(JsonNode row) {
        String[] name = row.get("variant").textValue().split("/", 2);
        VitConfig config = VitConfig.of(
                VitVariant.ofLabel(name[0]),
                Integer.parseInt(name[1]),
                row.get("imageSize").intValue(),
                row.get("channels").intValue(),
                row.get("classes").intValue(),
                VitConfig.Pooling.CLS);
        ModelGraph graph = Vit.graph(config, GraphSettings.inference(1));
        int head = graph.layout().parameter("head.weight").length()
                + graph.layout().parameter("head.bias").length();

        assertThat(graph.layout().length()).isEqualTo(row.get("parameters").intValue());
        assertThat(graph.layout().length() - head)
                .isEqualTo(row.get("parametersWithoutHead").intValue());
    }

    @Test
    void ofLabel_ofAnUnknownVariant_namesTheKnownOnes() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> VitVariant.ofLabel("XL"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("XL")
                .hasMessageContaining("Ti, S, B, L, H");
    }
}
