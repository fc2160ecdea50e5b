package io.sparkformer.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parses configuration files, before any reference in them is resolved. */
final class ExperimentFile {
    private static final String REFERENCE = "io/sparkformer/reference.conf";

    private ExperimentFile() {}

    /** The defaults of all keys, from the class path. */
    static Config reference() {
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setAllowMissing(false)
                .setClassLoader(ExperimentFile.class.getClassLoader());
        return ConfigFactory.parseResources(REFERENCE, options);
    }

    /** A user's file; what cannot be read or parsed becomes a problem and an empty configuration. */
    static Config parse(Path file, ProblemCollector problems) {
        if (!Files.isRegularFile(file)) {
            problems.add(new Problem("", null, file.toString(), "there is no such file", "Check the path"));
            return ConfigFactory.empty();
        }
        try {
            ConfigParseOptions options =
                    ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(new StrictIncluder());
            return StoredFormat.withoutVersion(
                    ConfigFactory.parseFile(file.toFile(), options), file.toString(), problems);
        } catch (ConfigException e) {
            problems.add(problem(e, file.toString()));
            return ConfigFactory.empty();
        }
    }

    /** A configuration stored as JSON. */
    static Config parseJson(String json, ProblemCollector problems) {
        try {
            ConfigParseOptions options = ConfigParseOptions.defaults()
                    .setSyntax(ConfigSyntax.JSON)
                    .setOriginDescription("stored configuration");
            return StoredFormat.withoutVersion(
                    ConfigFactory.parseString(json, options), "stored configuration", problems);
        } catch (ConfigException e) {
            problems.add(problem(e, "stored configuration"));
            return ConfigFactory.empty();
        }
    }

    /** The problem that an exception of the parser or of the resolution of references means. */
    static Problem problem(ConfigException e, String file) {
        String origin = e.origin() == null ? file : Origins.describe(e.origin());
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String description = e.origin() == null ? "" : e.origin().description() + ": ";
        String remedy = "Correct the syntax (HOCON)";
        if (e instanceof ConfigException.IO) {
            remedy = "Check the path; an included file's is relative to the including file";
        } else if (e instanceof ConfigException.UnresolvedSubstitution) {
            remedy = "Set the key or environment variable that is referred to";
        }
        return new Problem("", null, origin, message.replace(description, ""), remedy);
    }

    /** Refuses an include whose file is missing. Plain HOCON would pass over it in silence. */
    private static final class StrictIncluder implements ConfigIncluder {
        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            ConfigParseable file = context.relativeTo(what);
            if (file == null) {
                throw new ConfigException.IO(ConfigOriginFactory.newSimple(what), "the included file is not there");
            }
            return file.parse(context.parseOptions().setAllowMissing(false));
        }
    }
}
