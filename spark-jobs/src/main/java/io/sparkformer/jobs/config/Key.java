package io.sparkformer.jobs.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes the configuration key of a record component. The key's name is the component's, in kebab case. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
    /** One sentence: what the key is, and its unit. */
    String value();

    /** Whether the key changes the bits of the result. */
    Role role();
}
