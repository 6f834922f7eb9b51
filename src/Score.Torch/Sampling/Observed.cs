using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Torch.Sampling;

/// <summary>Shows an observer, which sees tiles, the tensors of a batch. Only states that it looks at leave the device.</summary>
internal sealed class Observed<T>(IStepObserver<T> observer, int rows, int dimension)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TileSpace<T> space = new(rows, dimension);
    private Tile<T>? tile;

    public void Started(Tensor x, long firstSample, NoiseLevel level)
    {
        if (observer.LooksAtStart)
        {
            observer.Started(Here(x, firstSample), level);
        }
    }

    public void Stepped(Tensor x, long firstSample, in GridStep step)
    {
        if (observer.LooksAt(in step))
        {
            observer.Stepped(Here(x, firstSample), in step);
        }
    }

    private Tile<T> Here(Tensor x, long firstSample)
    {
        space.MoveTo(firstSample, rows);
        tile ??= space.Allocate();
        using Tensor here = x.cpu();
        MemoryMarshal.Cast<byte, T>(here.bytes).CopyTo(tile.Values);
        return tile;
    }
}
