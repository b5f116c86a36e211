package io.xenscope.cli;

import io.xenscope.capture.CaptureDevice;
import io.xenscope.capture.CaptureException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code xenscope interfaces}: where packets can be captured. */
@Command(
        description = "List the interfaces 'xenscope capture' can use: name, state, addresses, description.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class InterfacesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            for (CaptureDevice device : CaptureDevice.all()) {
                String addresses = device.addresses().stream()
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(","));
                out.println(
                        String.join("\t", device.name(), device.up() ? "up" : "down", addresses, device.description()));
            }
        } catch (CaptureException e) {
            spec.commandLine().getErr().println("xenscope: " + e.getMessage());
            return ExitStatus.UNUSABLE.code();
        }
        out.flush();
        return ExitStatus.COMPLETE.code();
    }
}
