using System.Numerics;
using ScoreSde.Processes;

namespace ScoreSde.Scores.Kernels;

/// <summary>A table that moves from level to level, for levels that are met once: no cache keeps it, and nothing is allocated.</summary>
internal sealed class PassingTable<T>(GaussianMixture mixture, NoiseLevel first)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly MixtureAtLevel moving = new(mixture, first);
    private MixtureTable<T>? table;

    /// <summary>The table of a level, until the next call.</summary>
    public MixtureTable<T> At(NoiseLevel level)
    {
        moving.MoveTo(level);
        if (table is null)
        {
            table = new MixtureTable<T>(moving, mixture.Dimension);
        }
        else
        {
            table.Fill(moving);
        }

        return table;
    }
}
