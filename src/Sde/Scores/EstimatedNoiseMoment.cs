using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Scores;

/// <summary>
/// m(t) measured: the mean of ‖ε(α x₀ + σ z, t)‖²/d over given data, each datum with its own noise. Bao et al. 2022, eq. (8).
/// </summary>
/// <remarks>One evaluation of the data for each new level, kept afterwards.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class EstimatedNoiseMoment<T> : INoiseMoment
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows that are evaluated at once.</summary>
    public const int MostRows = 512;

    private readonly LevelCache<Estimate> levels;

    /// <param name="score">The model of the noise.</param>
    /// <param name="data">Samples of the data, [n, dimension] row-major.</param>
    /// <param name="seed">Fixes the noise.</param>
    public EstimatedNoiseMoment(IScoreFunction<Tile<T>> score, ReadOnlyMemory<T> data, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(score);
        if (data.Length == 0 || data.Length % score.Dimension != 0)
        {
            throw new ArgumentException($"The data must hold a positive number of samples of dimension {score.Dimension}.", nameof(data));
        }

        levels = new LevelCache<Estimate>(level => Measure(score, data.Span, level, seed));
    }

    /// <inheritdoc/>
    public double At(NoiseLevel level) => levels.Get(level).Mean;

    /// <summary>The deviation of ‖ε‖²/d over the data, divided by √n.</summary>
    public double ErrorAt(NoiseLevel level) => levels.Get(level).Error;

    private static Estimate Measure(IScoreFunction<Tile<T>> score, ReadOnlySpan<T> data, NoiseLevel level, ulong seed)
    {
        int d = score.Dimension;
        int count = data.Length / d;
        var space = new TileSpace<T>(Math.Min(count, MostRows), d);
        Tile<T> x = space.Allocate();
        Tile<T> epsilon = space.Allocate();
        double sum = 0;
        double squares = 0;
        for (int first = 0; first < count; first += MostRows)
        {
            space.MoveTo(first, Math.Min(MostRows, count - first));
            data.Slice(first * d, x.Values.Length).CopyTo(x.Values);
            space.Combine(x, (level.MeanScale, x));
            space.AddNormal(x, level.Deviation, new NoiseKey(seed, 0, NoisePurpose.Forward));
            score.Evaluate(x, level, epsilon);
            for (int row = 0; row < x.Rows; row++)
            {
                double own = 0;
                foreach (T value in epsilon.Row(row))
                {
                    double e = double.CreateTruncating(value);
                    own += e * e;
                }

                sum += own / d;
                squares += own / d * (own / d);
            }
        }

        double mean = sum / count;
        return new(mean, count == 1 ? double.PositiveInfinity : Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)) / (count - 1)));
    }

    private sealed record Estimate(double Mean, double Error);
}
