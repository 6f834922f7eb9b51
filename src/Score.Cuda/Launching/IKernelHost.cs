namespace ScoreSde.Cuda.Launching;

/// <summary>Where the kernel runs: memory, compiled kernels, launches. A device has one implementation; a second compiles the same source for the processor.</summary>
internal interface IKernelHost
{
    /// <summary>What it is.</summary>
    DeviceFacts Facts { get; }

    /// <summary>Memory that is free.</summary>
    long FreeBytes { get; }

    /// <summary>Makes it the calling thread's device.</summary>
    void Enter();

    /// <summary>Memory of the device.</summary>
    /// <exception cref="CudaMemoryException">There is not so much.</exception>
    nint Allocate(long bytes);

    /// <summary>Gives memory back.</summary>
    void Free(nint address);

    /// <summary>Copies to the device.</summary>
    void Upload(nint target, ReadOnlySpan<byte> source);

    /// <summary>Copies from the device.</summary>
    void Download(nint source, Span<byte> target);

    /// <summary>The kernel for a shape, compiled the first time that it is asked for.</summary>
    IKernel Load(KernelSettings settings, LaunchShape shape);
}
