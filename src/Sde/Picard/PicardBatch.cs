using System.Numerics;
using System.Runtime.ExceptionServices;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Picard;

/// <summary>Some of a worker's samples, whose windows are evaluated together. One that is done makes room for the next.</summary>
internal sealed class PicardBatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RowByRow<T> score;
    private readonly List<PicardRow<T>> idle;
    private readonly List<PicardRow<T>> active = [];
    private readonly TileSpace<T> space;
    private readonly Tile<T> x;
    private readonly Tile<T> epsilon;
    private readonly NoiseLevel[] levels;
    private readonly long[] samples;

    public PicardBatch(IScoreFunction<Tile<T>> score, int window, Func<PicardRow<T>> rowOf, int most)
    {
        this.score = new RowByRow<T>(score);
        idle = [.. Enumerable.Range(0, most).Select(_ => rowOf())];
        space = new TileSpace<T>(checked(most * window), score.Dimension);
        x = space.Allocate();
        epsilon = space.Allocate();
        levels = new NoiseLevel[most * window];
        samples = new long[most * window];
    }

    /// <summary>Takes samples first … first + count − 1 to the end. The failure thrown is that of the lowest sample that fails.</summary>
    public void Run(long first, int count, int perRequest, Action<TileSpace<T>, Tile<T>> start, Action<PicardRow<T>> finish, Action<int> stepsPassed)
    {
        long next = first;
        long end = first + count;
        ExceptionDispatchInfo? failure = null;
        try
        {
            while (true)
            {
                for (; next < end && idle.Count > 0; next++)
                {
                    PicardRow<T> row = idle[^1];
                    row.Start(next, start);
                    idle.RemoveAt(idle.Count - 1);
                    active.Add(row);
                }

                if (active.Count == 0)
                {
                    break;
                }

                Evaluate();
                int passed = 0;
                foreach (PicardRow<T> row in active.ToArray())
                {
                    try
                    {
                        passed += row.Sweep(perRequest);
                        if (!row.IsDone)
                        {
                            continue;
                        }

                        finish(row);
                    }
                    catch (NonFiniteSampleException exception) when (row.Sample < end)
                    {
                        (end, failure) = (row.Sample, ExceptionDispatchInfo.Capture(exception));
                    }
                    catch (NonFiniteSampleException)
                    {
                        // Of a sample after the one that has failed.
                    }

                    Leave(row);
                }

                foreach (PicardRow<T> row in active.Where(row => row.Sample >= end).ToArray())
                {
                    Leave(row);
                }

                stepsPassed(passed);
            }
        }
        finally
        {
            idle.AddRange(active);
            active.Clear();
        }

        failure?.Throw();
    }

    private void Leave(PicardRow<T> row)
    {
        active.Remove(row);
        idle.Add(row);
    }

    private void Evaluate()
    {
        int total = active.Sum(static row => row.Width);
        space.MoveTo(0, total);
        int at = 0;
        foreach (PicardRow<T> row in active)
        {
            for (int j = 0; j < row.Width; j++, at++)
            {
                (T[] states, int offset, levels[at]) = row.Request(j);
                states.AsSpan(offset, x.Dimension).CopyTo(x.Row(at));
                samples[at] = row.Sample;
            }
        }

        score.Evaluate(x, levels.AsSpan(0, total), samples.AsSpan(0, total), epsilon);
        at = 0;
        foreach (PicardRow<T> row in active)
        {
            for (int j = 0; j < row.Width; j++, at++)
            {
                row.Answer(j, epsilon.Row(at));
            }
        }
    }
}
