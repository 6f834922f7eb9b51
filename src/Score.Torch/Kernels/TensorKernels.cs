using System.Numerics;
using ScoreSde.Cuda.Tensors;

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

    /// <summary>Sums and noise that wait for each other, for states of some rows.</summary>
    public StateWalk Walk(int dimension) => new(launcher, type, dimension);

    /// <summary>target = target + weight (‖numerator‖/‖denominator‖)^power direction row by row; false where the memory is not such as the kernel reads.</summary>
    public bool TryAddByNorms(Tensor target, double weight, Tensor direction, Tensor numerator, Tensor denominator, int power)
    {
        foreach (Tensor state in (ReadOnlySpan<Tensor>)[target, direction, numerator, denominator])
        {
            if (!state.IsPlain(type, target.NumberOfElements))
            {
                return false;
            }
        }

        int dimension = checked((int)target.shape[1]);
        int team = (int)Math.Min(32, BitOperations.RoundUpToPowerOf2((uint)((dimension + 3) / 4)));
        var arguments = new RatioArguments
        {
            Target = target.Address(),
            Direction = direction.Address(),
            Numerator = numerator.Address(),
            Denominator = denominator.Address(),
            Weight = weight,
            Rows = target.shape[0],
            Dimension = dimension,
            Power = power,
            Team = team,
        };
        launcher.Launch(new TensorKernel("add_by_norms", isDouble, 1), in arguments, TensorKernel.Blocks(arguments.Rows * team));
        return true;
    }

    /// <summary>target = target + state + further + bias, all contiguous with the bias's channels innermost.</summary>
    public void Join(Tensor target, Tensor state, Tensor? further, Tensor bias) => Channelwise("join_states", target, state, bias, further);

    /// <summary>target = SiLU(state + bias), both contiguous with the bias's channels innermost.</summary>
    public void Activate(Tensor target, Tensor state, Tensor bias) => Channelwise("activate_states", target, state, bias);

    /// <summary>
    /// target = the group norm of (x, beside) + shift, followed by SiLU where asked for. Pictures are [pictures, channels, height, width] with the channels innermost in
    /// memory; the target may be x.
    /// </summary>
    /// <param name="target">What is written.</param>
    /// <param name="x">The pictures.</param>
    /// <param name="beside">Pictures whose channels follow those of x; or null.</param>
    /// <param name="shift">[pictures or 1, channels], of which a row's numbers are neighbours; or null.</param>
    /// <param name="weight">Gains of the channels.</param>
    /// <param name="bias">Biases of the channels.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="activate">Whether SiLU follows.</param>
    public void Norm(Tensor target, Tensor x, Tensor? beside, Tensor? shift, Tensor weight, Tensor bias, int groups, double epsilon, bool activate)
    {
        long[] shape = x.shape;
        var arguments = new NormArguments
        {
            X = x.Address(),
            Beside = beside is null ? 0 : beside.Address(),
            Shift = shift is null ? 0 : shift.Address(),
            Weight = weight.Address(),
            Bias = bias.Address(),
            Y = target.Address(),
            ShiftStride = shift is null || shift.shape[0] == 1 ? 0 : shift.stride(0),
            Epsilon = epsilon,
            Pixels = checked((int)(shape[2] * shape[3])),
            Channels = (int)(shape[1] + (beside is null ? 0 : beside.shape[1])),
            Own = (int)shape[1],
            Groups = groups,
            Activate = activate ? 1 : 0,
        };
        int inGroup = arguments.Channels / groups;
        bool packs = inGroup % MostPack == 0 && arguments.Own % MostPack == 0 && arguments.ShiftStride % MostPack == 0
            && IsAligned(arguments.X | arguments.Beside | arguments.Shift | arguments.Weight | arguments.Bias | arguments.Y);
        int pack = packs ? MostPack : 1;
        long room = (long)arguments.Pixels * inGroup * NumberBytes;
        arguments.Kept = room <= launcher.MostRoom ? 1 : 0;
        launcher.Launch(
            new TensorKernel("norm_groups", isDouble, pack, inGroup / pack), in arguments, checked((int)(shape[0] * groups)), arguments.Kept == 1 ? (int)room : 0);
    }

    /// <summary>
    /// target = the 3 × 3 convolution of pictures of few channels to many; false where the kernel cannot. Both have their channels innermost.
    /// </summary>
    /// <param name="target">[pictures, channels, height, width].</param>
    /// <param name="x">The pictures, contiguous rows.</param>
    /// <param name="weight">[3, 3, few, channels].</param>
    /// <param name="bias">[channels].</param>
    public bool TrySpread(Tensor target, Tensor x, Tensor weight, Tensor bias)
    {
        FewArguments arguments = Few(target, target, x, weight, bias, out int few, out int pack);
        int lanes = arguments.Channels / pack;
        if (few > TensorKernel.MostFew || lanes > TensorKernel.Threads)
        {
            return false;
        }

        long pixels = arguments.Pictures * arguments.Height * arguments.Width;
        long ofBlock = TensorKernel.Threads / lanes * TensorKernel.Pixels;
        launcher.Launch(new TensorKernel("spread_pictures", isDouble, pack, Few: few), in arguments, checked((int)((pixels + ofBlock - 1) / ofBlock)));
        return true;
    }

    /// <summary>
    /// target = the 3 × 3 convolution of pictures of many channels to few, long sums in double; false where the kernel cannot. Both have their channels innermost.
    /// </summary>
    /// <param name="target">Rows, contiguous.</param>
    /// <param name="x">[pictures, channels, height, width].</param>
    /// <param name="weight">[3, 3, few, channels].</param>
    /// <param name="bias">[few].</param>
    public bool TryGather(Tensor target, Tensor x, Tensor weight, Tensor bias)
    {
        FewArguments arguments = Few(target, x, x, weight, bias, out int few, out int pack);
        int lineBytes = 9 * few * arguments.Width * sizeof(double);

        // A line's neighbours are read too. As many as give each thread a pixel, but not so few that most are neighbours.
        int fit = (launcher.MostRoom / lineBytes) - 2;
        int lines = Math.Min(fit, Math.Max(4, (TensorKernel.Threads / arguments.Width) - 2));
        if (few > TensorKernel.MostFew || lines < 1)
        {
            return false;
        }

        int strips = (arguments.Height + lines - 1) / lines;
        arguments.Lines = (arguments.Height + strips - 1) / strips;
        launcher.Launch(
            new TensorKernel("gather_pictures", isDouble, pack, Few: few), in arguments, checked((int)(arguments.Pictures * strips)), (arguments.Lines + 2) * lineBytes);
        return true;
    }

    private FewArguments Few(Tensor target, Tensor pictures, Tensor x, Tensor weight, Tensor bias, out int few, out int pack)
    {
        long[] shape = pictures.shape;
        var arguments = new FewArguments
        {
            X = x.Address(),
            Weight = weight.Address(),
            Bias = bias.Address(),
            Y = target.Address(),
            Pictures = shape[0],
            Height = (int)shape[2],
            Width = (int)shape[3],
            Channels = (int)shape[1],
        };
        few = (int)weight.shape[2];
        nint many = ReferenceEquals(pictures, target) ? arguments.Bias | arguments.Y : arguments.X;
        pack = arguments.Channels % MostPack == 0 && IsAligned(arguments.Weight) && IsAligned(many) ? MostPack : 1;
        return arguments;
    }

    private void Channelwise(string name, Tensor target, Tensor state, Tensor bias, Tensor? further = null)
    {
        var arguments = new JoinArguments
        {
            Target = target.Address(),
            State = state.Address(),
            Further = further is null ? 0 : further.Address(),
            Bias = bias.Address(),
            Count = target.NumberOfElements,
            Channels = (int)bias.NumberOfElements,
        };
        bool packs = arguments.Channels % MostPack == 0 && IsAligned(arguments.Target | arguments.State | arguments.Further | arguments.Bias);
        int pack = packs ? MostPack : 1;
        launcher.Launch(new TensorKernel(name, isDouble, pack), in arguments, TensorKernel.Blocks(arguments.Count / pack));
    }

    private bool IsAligned(nint address) => address % (MostPack * NumberBytes) == 0;
}
