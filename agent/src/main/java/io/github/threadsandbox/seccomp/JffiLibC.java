package io.github.threadsandbox.seccomp;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The C library through jffi, the native layer of jnr-ffi. Called directly, because jnr-ffi's own interfaces are classes
 * generated at start, and cost a JVM a tenth of a second for the one function that is needed here.
 */
final class JffiLibC implements LibC {
    private final CallContext context;
    private final long syscall;
    private final Invoker invoker = Invoker.getInstance();
    private final LastError lastError = LastError.getInstance();

    /**
     * Finds syscall(2).
     *
     * @throws SeccompException if the C library has none that jffi can find
     */
    JffiLibC() throws SeccompException {
        Type[] parameters = new Type[6];
        Arrays.fill(parameters, Type.SLONG);
        context = CallContext.getCallContext(Type.SLONG, parameters, CallingConvention.DEFAULT, true);
        syscall = Library.getDefault().getSymbolAddress("syscall");
        if (syscall == 0) {
            throw new SeccompException("the C library has no function 'syscall': this is no glibc that jffi knows;"
                    + " use a JDK from 22 on, where the agent needs no jffi");
        }
    }

    @Override
    public long syscall(long number, long a, long b, long c, long d, long e) {
        long result = invoker.invokeN6(context, syscall, number, a, b, c, d, e);
        return result == -1 ? -lastError.get() : result;
    }

    @Override
    public byte[] words(int errno) {
        CallContext one =
                CallContext.getCallContext(Type.POINTER, new Type[] {Type.SINT}, CallingConvention.DEFAULT, false);
        long words = invoker.invokeN1(one, Library.getDefault().getSymbolAddress("strerror"), errno);
        return MemoryIO.getInstance().getZeroTerminatedByteArray(words);
    }

    @Override
    public NativeMemory reserve(int size) {
        MemoryIO memory = MemoryIO.getInstance();
        long address = memory.allocateMemory(size, true);
        return new NativeMemory(
                address, memory.newDirectByteBuffer(address, size).order(ByteOrder.nativeOrder()));
    }

    @Override
    public long memory(byte[] bytes) {
        MemoryIO memory = MemoryIO.getInstance();
        long address = memory.allocateMemory(bytes.length, true);
        memory.putByteArray(address, bytes, 0, bytes.length);
        return address;
    }
}
