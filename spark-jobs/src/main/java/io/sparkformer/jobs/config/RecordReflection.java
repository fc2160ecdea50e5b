package io.sparkformer.jobs.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds and reads records by their components. */
final class RecordReflection {
    private RecordReflection() {}

    /** Calls the canonical constructor; what it throws arrives as the cause of the exception. */
    static Object construct(Class<?> type, @Nullable Object[] arguments) throws InvocationTargetException {
        try {
            Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            return constructor.newInstance(arguments);
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("The record " + type.getName() + " must be public", e);
        }
    }

    /** The value of one component. */
    static @Nullable Object value(Object record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException("The record " + record.getClass().getName() + " must be public", e);
        }
    }
}
