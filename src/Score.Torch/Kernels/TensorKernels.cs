using ScoreSde.Cuda.Tensors;
using ScoreSde.Noise;

namespace ScoreSde.Torch.Kernels;

/// <summary>
/// What libtorch's operators take several launches or passes over memory for, in one kernel of our own each: sums of states, noise, and what stands between two
/// convolutions or products of a network. The kernels are in src/Score.Cuda/Kernels/tensors.cu.
/// </summary>
/// <param name="launcher">Launches them.</param>
/// <param name="type">float32 or float64.</param>
internal sealed class TensorKernels(ITensorLauncher launcher, torch.ScalarType type)
{
    private readonly bool isDouble = type == torch.ScalarType.Float64;

    private int MostPack => TensorKernel.MostPack(isDouble);

    private int NumberBytes => isDouble ? sizeof(double) : sizeof(float);

    /// <summary>The kernels of a device; null where there are none: on the CPU, on a second card, or where the driver or its compiler is missing.</summary>
    public static TensorKernels? For(torch.Device device, torch.ScalarType type) =>
        device.type == DeviceType.CUDA && device.index <= 0 && DriverLauncher.Only is { } launcher ? new TensorKernels(launcher, type) : null;

    /// <summary>Null where a card has the kernels; else what is missing, as a sentence.</summary>
    public static string? WhyNot => DriverLauncher.WhyNot;

    /// <summary>target = Σ weight · state; the target may be a term. False where the memory is not such as the kernel reads.</summary>
    public bool TrySum(Tensor target, ReadOnlySpan<(double Weight, Tensor State)> terms)
    {
        long count = target.NumberOfElements;
        if (!IsPlain(target, count))
        {
            return false;
        }

        // The target's own term first, since a sum of many is made in several launches.
        var arguments = new SumArguments { Target = target.Address(), Count = count };
        bool aligned = IsAligned(arguments.Target);
        double own = 0;
        bool isTerm = false;
        foreach ((double weight, Tensor state) in terms)
        {
            if (ReferenceEquals(state, target))
            {
                own += weight;
                isTerm = true;
            }
            else if (!IsPlain(state, count))
            {
                return false;
            }
            else
            {
                aligned &= IsAligned(state.Address());
            }
        }

        var kernel = new TensorKernel("add_states", isDouble, aligned && count % MostPack == 0 ? MostPack : 1);
        if (isTerm)
        {
            Add(ref arguments, own, arguments.Target);
        }

        foreach ((double weight, Tensor state) in terms)
        {
            if (ReferenceEquals(state, target))
            {
                continue;
            }

            if (arguments.Terms == SumArguments.Most)
            {
                launcher.Launch(kernel, in arguments, Blocks(count / kernel.Pack));
                arguments.Terms = 0;
                Add(ref arguments, 1, arguments.Target);
            }

            Add(ref arguments, weight, state.Address());
        }

        launcher.Launch(kernel, in arguments, Blocks(count / kernel.Pack));
        return true;
    }

    /// <summary>target = (add ? target : 0) + scale z, z the normals of a name; the target is contiguous, [rows, dimension].</summary>
    public void Noise(Tensor target, double scale, NoiseKey key, long firstSample, int dimension, bool add)
    {
        long rows = target.shape[0];
        var arguments = new NoiseArguments
        {
            Target = target.Address(),
            Scale = scale,
            Seed = key.Seed,
            FirstSample = firstSample,
            Rows = rows,
            Dimension = dimension,
            Interval = key.Interval,
            Purpose = (int)key.Purpose,
            Add = add ? 1 : 0,
        };
        launcher.Launch(new TensorKernel("draw_noise", isDouble, 1), in arguments, Blocks(rows * ((dimension + 1) / 2)));
    }

    /// <summary>target = target + state + bias, both contiguous with the bias's channels innermost.</summary>
    public void Join(Tensor target, Tensor state, Tensor bias) => Channelwise("join_states", target, state, bias);

    /// <summary>target = SiLU(state + bias), both contiguous with the bias's channels innermost.</summary>
    public void Activate(Tensor target, Tensor state, Tensor bias) => Channelwise("activate_states", target, state, bias);

    /// <summary>
    /// target = the group norm of x + shift, followed by SiLU where asked for. Pictures are [pictures, channels, height, width] with the channels innermost in
    /// memory; the target may be x.
    /// </summary>
    /// <param name="target">What is written.</param>
    /// <param name="x">The pictures.</param>
    /// <param name="shift">[pictures or 1, channels], of which a row's numbers are neighbours; or null.</param>
    /// <param name="weight">Gains of the channels.</param>
    /// <param name="bias">Biases of the channels.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="activate">Whether SiLU follows.</param>
    public void Norm(Tensor target, Tensor x, Tensor? shift, Tensor weight, Tensor bias, int groups, double epsilon, bool activate)
    {
        long[] shape = x.shape;
        var arguments = new NormArguments
        {
            X = x.Address(),
            Shift = shift is null ? 0 : shift.Address(),
            Weight = weight.Address(),
            Bias = bias.Address(),
            Y = target.Address(),
            ShiftStride = shift is null || shift.shape[0] == 1 ? 0 : shift.stride(0),
            Epsilon = epsilon,
            Pixels = checked((int)(shape[2] * shape[3])),
            Channels = (int)shape[1],
            Groups = groups,
            Activate = activate ? 1 : 0,
        };
        int inGroup = arguments.Channels / groups;
        bool packs = inGroup % MostPack == 0 && arguments.ShiftStride % MostPack == 0
            && IsAligned(arguments.X) && IsAligned(arguments.Shift) && IsAligned(arguments.Weight) && IsAligned(arguments.Bias) && IsAligned(arguments.Y);
        int pack = packs ? MostPack : 1;
        long room = (long)arguments.Pixels * inGroup * NumberBytes;
        arguments.Kept = room <= launcher.MostRoom ? 1 : 0;
        launcher.Launch(
            new TensorKernel("norm_groups", isDouble, pack, inGroup / pack), in arguments, checked((int)(shape[0] * groups)), arguments.Kept == 1 ? (int)room : 0);
    }

    private void Channelwise(string name, Tensor target, Tensor state, Tensor bias)
    {
        var arguments = new JoinArguments
        {
            Target = target.Address(),
            State = state.Address(),
            Bias = bias.Address(),
            Count = target.NumberOfElements,
            Channels = (int)bias.NumberOfElements,
        };
        bool packs = arguments.Channels % MostPack == 0 && IsAligned(arguments.Target) && IsAligned(arguments.State) && IsAligned(arguments.Bias);
        int pack = packs ? MostPack : 1;
        launcher.Launch(new TensorKernel(name, isDouble, pack), in arguments, Blocks(arguments.Count / pack));
    }

    private static void Add(ref SumArguments arguments, double weight, nint state)
    {
        arguments.States[(int)arguments.Terms] = state;
        arguments.Weights[(int)arguments.Terms] = weight;
        arguments.Terms++;
    }

    private static int Blocks(long items)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items, uint.MaxValue);
        return (int)Math.Max(1, (items + TensorKernel.Threads - 1) / TensorKernel.Threads);
    }

    private bool IsPlain(Tensor state, long count) => state.dtype == type && state.NumberOfElements == count && state.is_contiguous();

    private bool IsAligned(nint address) => address % (MostPack * NumberBytes) == 0;
}
