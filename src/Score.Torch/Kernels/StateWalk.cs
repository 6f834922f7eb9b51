using ScoreSde.Cuda.Tensors;
using ScoreSde.Noise;

namespace ScoreSde.Torch.Kernels;

/// <summary>
/// Sums of states and noise in as few launches as can be: what follows one another waits, and one kernel does all of it number by number. It is done when it is
/// asked for (<see cref="Flush"/>) or does not fit.
/// </summary>
/// <remarks>Holds addresses: states that wait are neither given back nor laid out anew before.</remarks>
/// <param name="launcher">Launches it.</param>
/// <param name="type">float32 or float64.</param>
/// <param name="dimension">Numbers of a row.</param>
internal sealed class StateWalk(ITensorLauncher launcher, torch.ScalarType type, int dimension)
{
    // From so many numbers on, noise too is made in the widest packs.
    private const long Many = 1 << 20;

    private readonly bool isDouble = type == torch.ScalarType.Float64;
    private WalkArguments arguments;
    private int terms;
    private int orders;
    private int pack;
    private bool draws;

    /// <summary>target = Σ weight · state; the target may be a term. False, with nothing waiting, where the memory is not such as the kernel reads.</summary>
    public bool TrySum(Tensor target, ReadOnlySpan<(double Weight, Tensor State)> sum)
    {
        long count = target.NumberOfElements;
        bool isPlain = target.IsPlain(type, count);
        double own = 0;
        int others = 0;
        foreach ((double weight, Tensor state) in sum)
        {
            if (ReferenceEquals(state, target))
            {
                own += weight;
            }
            else
            {
                isPlain &= state.IsPlain(type, count);
                others++;
            }
        }

        if (!isPlain)
        {
            Flush();
            return false;
        }

        // The target's own term first, since a sum of many is made in several orders.
        nint address = target.Address();
        bool isTerm = others < sum.Length;
        Begin(address, count, WalkKind.Sum, Math.Min(WalkArguments.MostTerms, others + (isTerm ? 1 : 0)));
        if (isTerm)
        {
            Add(own, address);
        }

        foreach ((double weight, Tensor state) in sum)
        {
            if (ReferenceEquals(state, target))
            {
                continue;
            }

            if (terms == WalkArguments.MostTerms)
            {
                Begin(address, count, WalkKind.Sum, 2);
                Add(1, address);
            }

            Add(weight, state.Address());
        }

        return true;
    }

    /// <summary>target = (add ? target : 0) + scale z, z the normals of a name; the target is contiguous.</summary>
    public void Noise(Tensor target, double scale, NoiseKey key, long firstSample, bool add)
    {
        if (draws && (arguments.Seed != key.Seed || arguments.FirstSample != firstSample))
        {
            Flush();
        }

        ref WalkOrder order = ref Begin(target.Address(), target.NumberOfElements, add ? WalkKind.AddedNoise : WalkKind.NewNoise, 0);
        (draws, arguments.Seed, arguments.FirstSample) = (true, key.Seed, firstSample);
        (order.Scale, order.Interval, order.Purpose) = (scale, key.Interval, (int)key.Purpose);
        bool pairs = dimension % 2 == 0 || (dimension == 1 && firstSample % 2 == 0);
        pack = !pairs || arguments.Count % 2 != 0 ? 1 : arguments.Count >= Many ? pack : Math.Min(pack, 2);
    }

    /// <summary>Does what waits.</summary>
    public void Flush()
    {
        if (orders == 0)
        {
            return;
        }

        (arguments.OrderCount, arguments.Dimension) = (orders, dimension);
        (orders, terms, draws) = (0, 0, false);
        launcher.Launch(new TensorKernel("walk_states", isDouble, pack), in arguments, TensorKernel.Blocks(arguments.Count / pack));
    }

    private ref WalkOrder Begin(nint target, long count, WalkKind kind, int wanted)
    {
        if (orders == WalkArguments.MostOrders || terms + wanted > WalkArguments.MostTerms || (orders > 0 && arguments.Count != count))
        {
            Flush();
        }

        if (orders == 0)
        {
            arguments.Count = count;
            pack = count % TensorKernel.MostPack(isDouble) == 0 ? TensorKernel.MostPack(isDouble) : 1;
        }

        Narrow(target);
        ref WalkOrder order = ref arguments.Order[orders++];
        order = new WalkOrder { Target = target, Kind = kind, First = terms };
        return ref order;
    }

    private void Add(double weight, nint state)
    {
        Narrow(state);
        arguments.States[terms] = state;
        arguments.Weights[terms++] = weight;
        arguments.Order[orders - 1].Terms++;
    }

    private void Narrow(nint address)
    {
        if (address % (TensorKernel.MostPack(isDouble) * (isDouble ? sizeof(double) : sizeof(float))) != 0)
        {
            pack = 1;
        }
    }
}
