package io.sparkformer.model.cpu;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** A test of products in bfloat16, which CPUs without AVX-512 refuse ({@code OtherMachineTest} sees that they do). */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "io.sparkformer.model.cpu.PrecisionsHere#hasBf16",
        disabledReason = "oneDNN multiplies bfloat16 on CPUs with AVX-512 only")
public @interface InBf16 {}
