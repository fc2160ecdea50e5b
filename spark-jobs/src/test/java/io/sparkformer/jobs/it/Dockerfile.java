package io.sparkformer.jobs.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stages of the project's Dockerfile, read strictly: an instruction that is not known here fails.
 *
 * @param arguments the defaults of its ARGs, anywhere
 * @param stages instructions by the name of their stage, the last one last
 */
record Dockerfile(Map<String, String> arguments, Map<String, List<Instruction>> stages) {
    private static final List<String> KNOWN =
            List.of("RUN", "COPY", "ADD", "ENV", "WORKDIR", "USER", "ENTRYPOINT", "CMD", "FROM");

    /**
     * One instruction.
     *
     * @param name in capitals
     * @param operand the rest of the line, continued lines joined, arguments put in
     */
    record Instruction(String name, String operand) {
        /** The words of the operand. */
        List<String> words() {
            return List.of(operand.split("\\s+"));
        }

        /** The elements of an operand in the form of a JSON array. */
        List<String> array() {
            if (!operand.matches("\\[\"[^\"]*\"(, \"[^\"]*\")*]")) {
                throw new AssertionError(name + " " + operand + ": give an array, so that no shell stands between");
            }
            return List.of(operand.substring(2, operand.length() - 2).split("\", \""));
        }
    }

    /** Reads it. */
    static Dockerfile read(Path file) throws IOException {
        Dockerfile dockerfile = new Dockerfile(new LinkedHashMap<>(), new LinkedHashMap<>());
        List<Instruction> stage = new ArrayList<>();
        for (String line : instructions(file)) {
            String[] parts = line.split("\\s+", 2);
            if (parts[0].equals("ARG")) {
                String[] pair = parts[1].split("=", 2);
                dockerfile.arguments.put(pair[0], pair[1]);
                continue;
            }
            Instruction instruction = new Instruction(parts[0], dockerfile.filled(parts[1]));
            if (!KNOWN.contains(instruction.name())) {
                throw new AssertionError("unknown instruction: " + line);
            }
            if (instruction.name().equals("FROM")) {
                stage = new ArrayList<>();
                dockerfile.stages.put(instruction.words().get(2), stage);
            }
            stage.add(instruction);
        }
        return dockerfile;
    }

    /** The instructions of a name in a stage. */
    List<Instruction> of(String stage, String... names) {
        return stages.getOrDefault(stage, List.of()).stream()
                .filter(instruction -> List.of(names).contains(instruction.name()))
                .toList();
    }

    private static List<String> instructions(Path file) throws IOException {
        String text = Files.readString(file).replaceAll("(?m)^\\s*#.*\n", "").replaceAll("\\\\\n\\s*", "");
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    private String filled(String operand) {
        String filled = operand;
        for (Map.Entry<String, String> argument : arguments.entrySet()) {
            filled = filled.replace("${" + argument.getKey() + "}", argument.getValue());
        }
        if (filled.contains("${")) {
            throw new AssertionError("an argument without a default: " + filled);
        }
        return filled;
    }
}
