using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;

namespace ScoreSde.Cuda.Recording;

/// <summary>At which levels a method asks its model, found out before the run by a walk without numbers.</summary>
internal static class RecordedLevels
{
    /// <summary>Each level once, in the order in which it is first asked for; null where the method looks at numbers, so that only the run itself tells.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="range">The times that the model knows.</param>
    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="solver">The method.</param>
    /// <param name="steps">The grid's steps.</param>
    public static IReadOnlyList<NoiseLevel>? Of(IDiffusionProcess process, TimeRange range, int dimension, ISolver solver, GridStep[] steps)
    {
        var recorder = new Recorder(solver.Facts.Name, steps[0].Seed);
        var score = new CountingScore<Slot>(new AskedLevels(recorder, dimension, range));
        Slot x = recorder.Allocate();
        try
        {
            RecordedRun.Walk(new Problem<Slot>(process, score, new RecordingSpace(recorder, dimension)), solver, steps, x, static _ => { });
            return recorder.Levels;
        }
        catch (NotRecordableException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            // The method asks more of states or of the model than there is without numbers, noise number by number or a Jacobian; the run's own may have it.
            return null;
        }
    }

    /// <summary>Takes levels down alone, so that it may stand for a model of two noises too.</summary>
    private sealed class AskedLevels(Recorder recorder, int dimension, TimeRange range) : IScoreFunction<Slot>, IRenoisedScore<Slot>
    {
        public int Dimension => dimension;

        public TimeRange Range => range;

        public void Evaluate(Slot x, NoiseLevel level, Slot epsilon) => recorder.Evaluate(x, level, epsilon);

        public bool TryEvaluateRenoised(Slot x, NoiseLevel level, Slot epsilon, Slot renoising)
        {
            recorder.Evaluate(x, level, epsilon);
            recorder.Evaluate(x, level, renoising);
            return true;
        }
    }
}
