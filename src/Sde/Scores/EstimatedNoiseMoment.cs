using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Scores;

/// <summary>
/// Both moments measured: the means of ‖ε_θ(α x₀ + σ z, t)‖²/d and of ‖z − ε_θ(α x₀ + σ z, t)‖²/d over given data, each datum with its own noise z. Bao et al. 2022,
/// eq. (8), and Bao et al. 2022b (arXiv 2206.07309), thm. 1.
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
    public double At(NoiseLevel level) => levels.Get(level).Squares.Mean;

    /// <summary>The deviation of ‖ε_θ‖²/d over the data, divided by √n.</summary>
    public double ErrorAt(NoiseLevel level) => levels.Get(level).Squares.Error;

    /// <inheritdoc/>
    public double ResidualAt(NoiseLevel level) => levels.Get(level).Residual.Mean;

    /// <summary>The deviation of ‖z − ε_θ‖²/d over the data, divided by √n.</summary>
    public double ResidualErrorAt(NoiseLevel level) => levels.Get(level).Residual.Error;

    private static Estimate Measure(IScoreFunction<Tile<T>> score, ReadOnlySpan<T> data, NoiseLevel level, ulong seed)
    {
        int d = score.Dimension;
        int count = data.Length / d;
        var space = new TileSpace<T>(Math.Min(count, MostRows), d);
        Tile<T> x = space.Allocate();
        Tile<T> epsilon = space.Allocate();
        Tile<T> noise = space.Allocate();
        var key = new NoiseKey(seed, 0, NoisePurpose.Forward);
        Scatter squares = default;
        Scatter residual = default;
        for (int first = 0; first < count; first += MostRows)
        {
            space.MoveTo(first, Math.Min(MostRows, count - first));
            data.Slice(first * d, x.Values.Length).CopyTo(x.Values);
            space.FillNormal(noise, 1, key);
            space.Combine(x, (level.MeanScale, x));
            space.AddNormal(x, level.Deviation, key);
            score.Evaluate(x, level, epsilon);
            for (int row = 0; row < x.Rows; row++)
            {
                ReadOnlySpan<T> predicted = epsilon.Row(row);
                ReadOnlySpan<T> drawn = noise.Row(row);
                double own = 0;
                double missed = 0;
                for (int j = 0; j < d; j++)
                {
                    double e = double.CreateTruncating(predicted[j]);
                    double gap = double.CreateTruncating(drawn[j]) - e;
                    own += e * e;
                    missed += gap * gap;
                }

                squares.Add(own / d);
                residual.Add(missed / d);
            }
        }

        return new(squares.Of(count), residual.Of(count));
    }

    private sealed record Estimate((double Mean, double Error) Squares, (double Mean, double Error) Residual);

    private struct Scatter
    {
        private double sum;
        private double squares;

        public void Add(double value)
        {
            sum += value;
            squares += value * value;
        }

        public readonly (double Mean, double Error) Of(int count)
        {
            double mean = sum / count;
            return (mean, count == 1 ? double.PositiveInfinity : Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)) / (count - 1)));
        }
    }
}
