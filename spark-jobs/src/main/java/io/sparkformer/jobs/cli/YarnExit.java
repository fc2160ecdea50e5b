package io.sparkformer.jobs.cli;

import java.lang.reflect.Constructor;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;
import org.jspecify.annotations.Nullable;

/**
 * How a driver ends that runs inside YARN's application master, as it does in cluster mode. To the master {@code
 * System.exit} is a failure, whatever the code: it takes success from a plain return of {@code main}, and another exit code
 * from an exception of Spark's.
 */
final class YarnExit {
    private YarnExit() {}

    /** Whether this process is the application master. */
    static boolean applies() {
        SparkConf settings = new SparkConf();
        return settings.get("spark.master", "").equals("yarn")
                && settings.get("spark.submit.deployMode", "client").equals("cluster");
    }

    /** The exception by which the master learns of an exit code. */
    static SparkUserAppException withCode(int code) {
        // Spark 3.5 makes it of the code, 4.x of the code and a cause.
        Constructor<?> constructor = SparkUserAppException.class.getConstructors()[0];
        @Nullable Object[] arguments = new @Nullable Object[constructor.getParameterCount()];
        arguments[0] = code;
        try {
            return (SparkUserAppException) constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Spark makes a SparkUserAppException in another way", e);
        }
    }
}
