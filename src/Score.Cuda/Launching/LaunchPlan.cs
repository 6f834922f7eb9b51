namespace ScoreSde.Cuda.Launching;

/// <summary>How a run is split into launches.</summary>
/// <param name="Rows">Samples of a launch; the last may have fewer.</param>
/// <param name="Shape">The shape of all of them.</param>
internal sealed record LaunchPlan(int Rows, LaunchShape Shape)
{
    // Launches are long enough that their ends cost little and short enough that a run can be stopped.
    private const int BlocksOfMultiprocessor = 32;

    // What is left free is for the driver.
    private const double ShareOfMemory = 0.8;

    /// <summary>The plan.</summary>
    /// <param name="settings">Model and run.</param>
    /// <param name="count">Samples of the run.</param>
    /// <param name="facts">The device.</param>
    /// <param name="freeBytes">Its memory.</param>
    /// <param name="options">Whether rows are asked for.</param>
    /// <exception cref="CudaMemoryException">Not even one block fits.</exception>
    public static LaunchPlan For(KernelSettings settings, int count, DeviceFacts facts, long freeBytes, CudaSamplerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.BatchRows);
        int wanted = options.BatchRows > 0 ? Math.Min(options.BatchRows, count) : count;
        LaunchShape shape = options.BlockRows is { } block
            ? LaunchShape.OfRows(settings, block, facts.SharedBytes, facts.Threads)
            : LaunchShape.For(settings, wanted, facts.Multiprocessors, facts.SharedBytes, facts.Threads);
        long blocks = shape.Blocks(wanted);
        long bytesOfBlock = shape.Rows * ((long)settings.Dimension * settings.NumberBytes + sizeof(int) + (shape.StatesShared ? 0 : settings.StateBytes));
        long fitting = (long)(freeBytes * ShareOfMemory) / bytesOfBlock;
        if (fitting == 0)
        {
            throw new CudaMemoryException($"There is not enough memory on {facts.Name} for {shape.Rows} samples at once.");
        }

        long most = options.BatchRows > 0 ? blocks : Math.Min(blocks, (long)facts.Multiprocessors * BlocksOfMultiprocessor);
        return new LaunchPlan((int)Math.Min(wanted, Math.Min(fitting, most) * shape.Rows), shape);
    }

    /// <summary>Room for states that do not fit in shared memory.</summary>
    public long ScratchBytes(KernelSettings settings) => (long)Shape.Blocks(Rows) * Shape.Rows * settings.StateBytes;
}
