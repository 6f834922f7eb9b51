using ScoreSde.Cuda.Tensors;
using ScoreSde.Tests.Twin;

namespace ScoreSde.Tests.Kernels;

/// <summary>The kernels' very source as a C++ compiler makes it for this processor, on memory of libtorch's CPU tensors; counts what is launched.</summary>
internal sealed unsafe class TwinLauncher : ITensorLauncher
{
    private readonly List<string> launched = [];

    /// <summary>The names of the kernels, in order.</summary>
    public IReadOnlyList<string> Launched => launched;

    public int MostRoom { get; init; } = 4096;

    public void Launch<TArguments>(TensorKernel kernel, in TArguments arguments, int blocks, int roomBytes = 0)
        where TArguments : unmanaged
    {
        Assert.InRange(roomBytes, 0, MostRoom);
        launched.Add(kernel.Name);
        nint function = TwinCompiler.Function(TensorSource.Text, kernel.Definitions, $"{kernel.Name}_twin");
        fixed (TArguments* first = &arguments)
        {
            ((delegate* unmanaged<TArguments*, int, int, void>)function)(first, blocks, roomBytes);
        }
    }
}
