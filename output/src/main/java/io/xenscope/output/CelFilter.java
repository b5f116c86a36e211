package io.xenscope.output;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.xenscope.dissect.event.Event;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A compiled filter expression. */
final class CelFilter implements Predicate<Event> {
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableOptionalSyntax(true)
            .build();

    private final CelRuntime.Program program;
    private final EventWriter writer;

    private CelFilter(CelRuntime.Program program, EventWriter writer) {
        this.program = program;
        this.writer = writer;
    }

    static CelFilter compile(String expression, OutputOptions options) {
        CelValidationResult result = compiler().compile(expression);
        if (result.hasError()) {
            throw new IllegalArgumentException(result.getErrors().stream()
                    .map(CelFilter::describe)
                    .distinct()
                    .collect(Collectors.joining("; ", "filter: ", "")));
        }
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            CelType type = tree.getResultType();
            if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
                throw new IllegalArgumentException(
                        "filter: line 1, column 1: the expression gives " + type.name() + ", not true or false");
            }
            CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .addLibraries(CelExtensions.optional(), CelExtensions.strings())
                    .build();
            // Whatever way events are written, expressions see plain values of the decoded fields.
            EventWriter writer = new EventWriter(options.withDetail(OutputOptions.Detail.FIELDS));
            return new CelFilter(runtime.createProgram(tree), writer);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException("filter: " + e.getMessage(), e);
        }
    }

    private static CelCompiler compiler() {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(CelExtensions.optional(), CelExtensions.strings());
        for (String name : FilterVariables.names()) {
            builder.addVar(name, SimpleType.DYN);
        }
        return builder.build();
    }

    private static String describe(CelIssue issue) {
        int line = issue.getSourceLocation().getLine();
        int column = issue.getSourceLocation().getColumn() + 1;
        return "line " + line + ", column " + column + ": " + issue.getMessage();
    }

    @Override
    public boolean test(Event event) {
        FilterVariables variables = new FilterVariables(writer, event);
        try {
            return Boolean.TRUE.equals(program.eval(name -> Optional.ofNullable(variables.find(name))));
        } catch (CelEvaluationException e) {
            // Most often a member the event does not have.
            return false;
        }
    }
}
