using System.Numerics;
using System.Runtime.ExceptionServices;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Adaptive;

/// <summary>
/// One worker's samples on their way, each with steps of its own, evaluated at once each time that all of them have asked. A sample that has
/// arrived makes room for the next, so that the batch stays full.
/// </summary>
internal sealed class AdaptiveBatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Whole blocks of the matrix kernels and whole vectors; more rows would only push each other out of the cache.
    private const int MostRows = 48;

    private readonly RowByRow<T> score;
    private readonly AdaptiveRow<T>[] rows;
    private readonly TileSpace<T> space;
    private readonly Tile<T> x;
    private readonly Tile<T> epsilon;
    private readonly NoiseLevel[] levels;
    private readonly long[] samples;
    private int active;
    private ExceptionDispatchInfo? failure;
    private long failed;

    public AdaptiveBatch(IDiffusionProcess process, IScoreFunction<Tile<T>> score, TimeRange times, IAdaptiveMethod method, int most)
    {
        this.score = new RowByRow<T>(score);
        rows = [.. Enumerable.Range(0, Math.Min(most, MostRows)).Select(_ => new AdaptiveRow<T>(process, times, method, score.Dimension))];
        space = new TileSpace<T>(rows.Length, score.Dimension);
        x = space.Allocate();
        epsilon = space.Allocate();
        levels = new NoiseLevel[rows.Length];
        samples = new long[rows.Length];
    }

    /// <summary>Takes samples first … first + count − 1 to the end.</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="start">Fills a state at the first time.</param>
    /// <param name="finish">Takes a sample that has arrived.</param>
    /// <param name="marksPassed">Told after each round how many marks were passed; may stop the run.</param>
    /// <remarks>
    /// When a sample fails, those after it are given up and those before it go on: the failure thrown is that of the lowest sample that
    /// fails, whatever the order in which they do.
    /// </remarks>
    public void Run(
        long first, int count, ulong seed, Action<TileSpace<T>, Tile<T>> start, Action<AdaptiveRow<T>> finish, Action<int> marksPassed)
    {
        long next = first;
        active = 0;
        failure = null;
        failed = first + count;
        try
        {
            while (true)
            {
                int passed = 0;
                for (; active < rows.Length && next < failed; next++)
                {
                    rows[active++].Start(next, seed, start);
                    passed += Advance(active - 1, finish);
                }

                GiveUpFrom(failed);
                if (active == 0)
                {
                    break;
                }

                // From the last to the first, so that the row that takes a place has been dealt with.
                Evaluate();
                for (int i = active - 1; i >= 0; i--)
                {
                    epsilon.Row(i).CopyTo(rows[i].Request.Epsilon.Values);
                    passed += Advance(i, finish);
                }

                marksPassed(passed);
            }
        }
        finally
        {
            GiveUpFrom(first);
        }

        failure?.Throw();
    }

    private void Evaluate()
    {
        space.MoveTo(0, active);
        for (int i = 0; i < active; i++)
        {
            ScoreRequest<T> request = rows[i].Request;
            request.X.Values.CopyTo(x.Row(i));
            (levels[i], samples[i]) = (request.Level, rows[i].Sample);
        }

        score.Evaluate(x, levels.AsSpan(0, active), samples.AsSpan(0, active), epsilon);
    }

    /// <summary>One row on to its next request, or out; returns the marks that it passed.</summary>
    private int Advance(int i, Action<AdaptiveRow<T>> finish)
    {
        AdaptiveRow<T> row = rows[i];
        try
        {
            if (row.Advance())
            {
                return row.MarksPassed();
            }

            finish(row);
        }
        catch (Exception exception)
        {
            if (row.Sample < failed)
            {
                (failed, failure) = (row.Sample, ExceptionDispatchInfo.Capture(exception));
            }

            row.Leave();
        }

        Remove(i);
        return row.MarksPassed();
    }

    // The last row takes its place.
    private void Remove(int i)
    {
        active--;
        (rows[i], rows[active]) = (rows[active], rows[i]);
    }

    private void GiveUpFrom(long sample)
    {
        for (int i = active - 1; i >= 0; i--)
        {
            if (rows[i].Sample >= sample)
            {
                rows[i].Leave();
                Remove(i);
            }
        }
    }
}
