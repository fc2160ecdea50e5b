package io.sparkformer.jobs.config;

/** Values that only some jobs need. They have no default, so that nobody trains by accident on another's data. */
final class JobRequirements {
    private final ProblemCollector problems;

    private JobRequirements(ProblemCollector problems) {
        this.problems = problems;
    }

    /** Reports every value that {@code job} needs and {@code experiment} lacks. */
    static void check(ExperimentConfig experiment, JobName job, ProblemCollector problems) {
        JobRequirements requirements = new JobRequirements(problems);
        if (job != JobName.INSPECT) {
            requirements.require(
                    !experiment.output().isBlank(), "output", "names the directory this job writes to", "--output DIR");
        }
        switch (job) {
            case PREPARE_IMAGES -> requirements.requireInputs(experiment);
            case PREPARE_TEXT, FIND_NEAR_DUPLICATES -> requirements.requireTexts(experiment);
            case TRAIN_TOKENIZER ->
                requirements.require(
                        !experiment.tokenizer().inputs().isEmpty(),
                        "tokenizer.inputs",
                        "names the files with text",
                        "--set tokenizer.inputs=FILE");
            case TRAIN -> {
                requirements.requireData(experiment);
                requirements.require(
                        experiment.training().workers() > 0,
                        "training.workers",
                        "fixes the number of replicas; it decides the result, so it is never taken from the cluster",
                        "--set training.workers=2");
            }
            case EVALUATE, PREDICT, EMBED -> {
                requirements.requireData(experiment);
                requirements.requireCheckpoint(experiment);
            }
            case GENERATE -> {
                requirements.requireData(experiment);
                requirements.requireCheckpoint(experiment);
                requirements.require(
                        !experiment.generation().prompts().isEmpty(),
                        "generation.prompts",
                        "names the files with the texts to continue",
                        "--set generation.prompts=FILE");
            }
            case EXPORT -> requirements.requireCheckpoint(experiment);
            case BASELINE -> requirements.requireData(experiment);
            case INSPECT, ARENA, PARITY -> {
                // One describes what is there, the others bring their own tasks.
            }
        }
    }

    private void requireInputs(ExperimentConfig experiment) {
        require(
                !experiment.prepare().inputs().isEmpty(),
                "prepare.inputs",
                "names the directories and tar archives of images",
                "--set prepare.inputs=DIR");
    }

    private void requireTexts(ExperimentConfig experiment) {
        require(
                !experiment.prepareText().inputs().isEmpty(),
                "prepare-text.inputs",
                "names the files and directories of texts",
                "--set prepare-text.inputs=DIR");
        require(
                !experiment.prepareText().tokenizer().isBlank(),
                "prepare-text.tokenizer",
                "names the tokenizer.json that makes tokens of the texts",
                "--set prepare-text.tokenizer=FILE");
    }

    private void requireCheckpoint(ExperimentConfig experiment) {
        require(
                !experiment.evaluation().checkpoint().isBlank(),
                "evaluation.checkpoint",
                "names the training run, or one checkpoint of it",
                "--checkpoint DIR");
    }

    private void requireData(ExperimentConfig experiment) {
        require(
                !experiment.data().directory().isBlank(),
                "data.directory",
                "names the output of prepare-images or prepare-text",
                "--set data.directory=DIR");
    }

    private void require(boolean present, String key, String meaning, String example) {
        if (!present && !problems.concerns(key)) {
            String remedy = "Set it in the experiment's file or give " + example;
            problems.add(new Problem(key, null, null, "is missing: it " + meaning, remedy));
        }
    }
}
