package io.sparkformer.model.interchange;

import java.util.List;
import java.util.Optional;

/** A library, and where it matters an architecture, whose names for a model's tensors are known. */
public enum KeyFamily {
    /** timm's Vision Transformers, whose names are ours. */
    TIMM("timm"),
    /** torchvision's Vision Transformers. */
    TORCHVISION("torchvision"),
    /** The Vision Transformers of Hugging Face's transformers. */
    HUGGING_FACE("Hugging Face"),
    /** Hugging Face's BERT. */
    BERT("Hugging Face's BERT"),
    /** Hugging Face's RoBERTa. */
    ROBERTA("Hugging Face's RoBERTa"),
    /** Hugging Face's ERNIE. */
    ERNIE("Hugging Face's ERNIE"),
    /** Hugging Face's ALBERT. */
    ALBERT("Hugging Face's ALBERT"),
    /** Hugging Face's GPT. */
    GPT("Hugging Face's GPT"),
    /** Hugging Face's GPT-2. */
    GPT2("Hugging Face's GPT-2"),
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

    /** Whether these are models of images. */
    public boolean isOfImages() {
        return this == TIMM || this == TORCHVISION || this == HUGGING_FACE;
    }

    /** Its names, the newest first. */
    private List<KeyMap> maps() {
        return switch (this) {
            case TIMM -> List.of(VitKeyMaps.TIMM);
            case TORCHVISION -> List.of(VitKeyMaps.TORCHVISION, VitKeyMaps.TORCHVISION_0_12);
            case HUGGING_FACE -> List.of(VitKeyMaps.HUGGING_FACE, VitKeyMaps.HUGGING_FACE_BACKBONE);
            case BERT -> LanguageKeyMaps.BERT;
            case ROBERTA -> LanguageKeyMaps.ROBERTA;
            case ERNIE -> LanguageKeyMaps.ERNIE;
            case ALBERT -> LanguageKeyMaps.ALBERT;
            case GPT -> LanguageKeyMaps.GPT;
            case GPT2 -> LanguageKeyMaps.GPT2;
            case SPARKFORMER -> List.of(OwnKeyMap.ALL);
        };
    }

    /** The names that are written. */
    KeyMap written() {
        return maps().get(0);
    }

    /** What to do about a model that it has no names for. */
    String remedy() {
        return isOfImages()
                ? "its Vision Transformers read the class token; export a model of model.pooling = mean as timm, and one of"
                        + " another family as sparkformer"
                : "export it as sparkformer, or as onnx";
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
