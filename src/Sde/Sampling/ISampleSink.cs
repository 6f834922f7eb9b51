using System.Numerics;

namespace ScoreSde.Sampling;

/// <summary>Takes samples as they are done: into a file, into sums.</summary>
/// <typeparam name="T">float or double.</typeparam>
public interface ISampleSink<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// Takes consecutive samples, [rows, dimension], row-major. Called from worker threads, several at once; every sample of the run comes once, in no order. An exception
    /// stops the run and comes out of it.
    /// </summary>
    /// <param name="firstSample">Index of the first of them in the whole run.</param>
    /// <param name="rows">The samples; the sink may write over them and must not keep them.</param>
    void Take(long firstSample, Span<T> rows);
}
