package io.xenscope.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Values of options from the environment and a configuration file; the command line goes before both. */
final class Settings implements IDefaultValueProvider {

    private static final String CONFIG = "--config";

    private final Map<String, String> environment;
    private final Properties file;

    private Settings(Map<String, String> environment, Properties file) {
        this.environment = environment;
        this.file = file;
    }

    /**
     * Reads the file that the arguments or the environment name.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    static Settings of(String[] args, Map<String, String> environment) {
        String path = environment.get(variable(CONFIG));
        for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
            if (args[i].startsWith(CONFIG + "=")) {
                path = args[i].substring(CONFIG.length() + 1);
            } else if (args[i].equals(CONFIG) && i + 1 < args.length) {
                path = args[i + 1];
            }
        }
        Properties file = new Properties();
        if (path != null) {
            try (Reader reader = Files.newBufferedReader(Path.of(path))) {
                file.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "cannot read the configuration file " + path + ": " + e.getMessage(), e);
            }
        }
        return new Settings(environment, file);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.longestName().equals(CONFIG)) {
            return null;
        }
        String name = option.longestName();
        String fromEnvironment = environment.get(variable(name));
        return fromEnvironment != null ? fromEnvironment : file.getProperty(name.replaceFirst("^--", ""));
    }

    private static String variable(String option) {
        return "XENSCOPE_" + option.replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
