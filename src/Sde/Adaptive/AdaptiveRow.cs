using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.States;
using ScoreSde.States.Kernels;

namespace ScoreSde.Adaptive;

/// <summary>A place in a batch: one sample at a time on its way from the first time to the end.</summary>
internal sealed class AdaptiveRow<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Marks on the way of every sample, for the progress.</summary>
    public const int Marks = 16;

    // Where the progress of a run from λ = −∞ begins to count.
    private const double LowestMark = -10;

    private readonly IAdaptiveMethod method;
    private readonly TileSpace<T> space;
    private readonly IAdaptiveStepper<T> stepper;
    private readonly double end;
    private readonly double from;
    private readonly double length;
    private IEnumerator<ScoreRequest<T>>? requests;

    public AdaptiveRow(IDiffusionProcess process, TimeRange times, IAdaptiveMethod method, int dimension)
    {
        this.method = method;
        space = new TileSpace<T>(1, dimension);
        end = times.Minimum;
        stepper = method.CreateStepper(process, times, space);
        X = space.Allocate();
        from = Math.Max(process.At(times.Maximum).Lambda, LowestMark);
        length = process.At(end).Lambda - from;
    }

    /// <summary>The sample's state, where it has arrived.</summary>
    public Tile<T> X { get; }

    /// <summary>The sample's index in the whole run.</summary>
    public long Sample => X.FirstSample;

    /// <summary>Requests so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Steps so far.</summary>
    public StepCost Cost => stepper.Cost;

    /// <summary>What the method waits for.</summary>
    public ScoreRequest<T> Request => requests!.Current;

    /// <summary>Marks that the sample has not passed yet.</summary>
    public int MarksLeft { get; private set; }

    /// <summary>Comes to stand for another sample.</summary>
    public void Start(long sample, ulong seed, Action<TileSpace<T>, Tile<T>> start)
    {
        space.MoveTo(sample, 1);
        start(space, X);
        requests = stepper.Run(X, seed);
        Requests = 0;
        MarksLeft = Marks;
    }

    /// <summary>On to the next request, the last one being answered.</summary>
    /// <returns>Whether there is one; else the sample has arrived.</returns>
    /// <exception cref="StepLimitException">The sample did not reach its end.</exception>
    /// <exception cref="NonFiniteSampleException">It did, and is not finite.</exception>
    public bool Advance()
    {
        if (requests!.MoveNext())
        {
            Requests++;
            return true;
        }

        Leave();
        return FiniteKernel.FirstNotFinite<T>(X.Values) < 0
            ? false
            : throw new NonFiniteSampleException(method.Name, Cost.Accepted - 1, end, Sample);
    }

    /// <summary>How many marks were passed since the last time; all that are left where the sample has arrived.</summary>
    public int MarksPassed()
    {
        double share = requests is null ? 1 : Math.Clamp((Request.Level.Lambda - from) / length, 0, 1);
        int left = Marks - (int)(Marks * share);
        int passed = Math.Max(0, MarksLeft - left);
        MarksLeft -= passed;
        return passed;
    }

    /// <summary>Gives the sample up, or lets it go.</summary>
    public void Leave()
    {
        requests?.Dispose();
        requests = null;
    }
}
