package io.sparkformer.model.interchange;

import java.util.List;
import java.util.Optional;

/** A library whose names for a model's tensors are known: for those of a Vision Transformer, unless they are our own. */
public enum KeyFamily {
    /** timm, whose names are ours. */
    TIMM("timm"),
    /** torchvision. */
    TORCHVISION("torchvision"),
    /** Hugging Face's transformers. */
    HUGGING_FACE("Hugging Face"),
    /** Our own, of all models. */
    SPARKFORMER("Sparkformer");

    private final String label;

    KeyFamily(String label) {
        this.label = label;
    }

    /** The library's name. */
    public String label() {
        return label;
    }

    /** Its names, the newest first. */
    private List<KeyMap> maps() {
        return switch (this) {
            case TIMM -> List.of(VitKeyMaps.TIMM);
            case TORCHVISION -> List.of(VitKeyMaps.TORCHVISION, VitKeyMaps.TORCHVISION_0_12);
            case SPARKFORMER -> List.of(OwnKeyMap.ALL);
            case HUGGING_FACE -> List.of(VitKeyMaps.HUGGING_FACE, VitKeyMaps.HUGGING_FACE_BACKBONE);
        };
    }

    /** The names that are written. */
    KeyMap written() {
        return maps().get(0);
    }

    /** The names in use in a checkpoint: those that know most of them, the newest in doubt. */
    KeyMap mapOf(List<String> names) {
        KeyMap best = written();
        for (KeyMap map : maps()) {
            best = map.known(names) > best.known(names) ? map : best;
        }
        return best;
    }

    /** The family that knows most of these names; empty if none knows any. */
    static Optional<KeyFamily> of(List<String> names) {
        KeyFamily best = null;
        long most = 0;
        for (KeyFamily family : values()) {
            long known = family.mapOf(names).known(names);
            best = known > most ? family : best;
            most = Math.max(known, most);
        }
        return Optional.ofNullable(best);
    }
}
