namespace ScoreSde.Cuda.Tensors;

/// <summary>Launches kernels of tensors.cu: a card's driver, or in tests their twin on the CPU.</summary>
internal interface ITensorLauncher
{
    /// <summary>The most memory of its own that a block can ask for.</summary>
    int MostRoom { get; }

    /// <summary>Launches a kernel behind what was launched before, and does not wait for it.</summary>
    /// <param name="kernel">The kernel, compiled the first time that it is asked for.</param>
    /// <param name="arguments">Its structure.</param>
    /// <param name="blocks">Blocks, at least 1.</param>
    /// <param name="roomBytes">Memory of a block's own.</param>
    /// <typeparam name="TArguments">The structure's type.</typeparam>
    void Launch<TArguments>(TensorKernel kernel, in TArguments arguments, int blocks, int roomBytes = 0)
        where TArguments : unmanaged;
}
