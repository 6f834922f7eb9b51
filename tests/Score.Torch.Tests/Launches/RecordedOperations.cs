using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScoreSde.Tests.Launches;

/// <summary>
/// What libtorch does between construction and disposal, as its own profiler hears of it: operators that a device launches a kernel for.
/// What such an operator calls on the CPU is its own affair.
/// </summary>
/// <remarks>
/// By libtorch's <c>at::RecordFunctionCallback</c>: two pointers, a probability and flags, passed by value. TorchSharp has no door to it.
/// One at a time.
/// </remarks>
internal sealed unsafe partial class RecordedOperations : IDisposable
{
    private const string Library = "libtorch_cpu";

    // Views and memory.
    private static readonly HashSet<string> Bookkeeping =
    [
        "aten::empty", "aten::empty_strided", "aten::empty_like", "aten::as_strided", "aten::view", "aten::_unsafe_view", "aten::_reshape_alias",
        "aten::alias", "aten::detach", "detach", "aten::detach_", "detach_", "aten::lift_fresh", "aten::set_", "aten::resize_", "aten::scalar_tensor",
        "aten::select", "aten::slice", "aten::narrow", "aten::unsqueeze", "aten::squeeze", "aten::expand", "aten::permute", "aten::transpose",
        "aten::t", "aten::chunk", "aten::split", "aten::resolve_conj", "aten::resolve_neg", "aten::requires_grad_", "aten::view_as", "aten::movedim",
    ];

    // What only calls others.
    private static readonly HashSet<string> Wrappers =
    [
        "aten::to", "aten::_to_copy", "aten::linear", "aten::matmul", "aten::reshape", "aten::contiguous", "aten::clone", "aten::stack",
        "aten::conv2d", "aten::isfinite", "aten::item", "aten::arange", "aten::group_norm", "aten::zeros", "aten::ones", "aten::upsample_nearest2d",
    ];

    private static RecordedOperations? current;
    private readonly Stack<bool> calls = new();
    private readonly List<string> names = [];
    private readonly ulong handle;

    public RecordedOperations()
    {
        current = this;
        var callback = new Callback
        {
            Start = (nint)(delegate* unmanaged<nint*, nint, nint*>)&Start,
            End = (nint)(delegate* unmanaged<nint, nint, void>)&End,
            Probability = 1,
        };
        callback.Scopes[0] = 1;
        handle = AddGlobalCallback(callback);
    }

    /// <summary>The operators, in order.</summary>
    public IReadOnlyList<string> Kernels => names;

    public void Dispose() => RemoveCallback(handle);

    [UnmanagedCallersOnly]
    private static nint* Start(nint* context, nint function)
    {
        RecordedOperations here = current!;
        bool inside = here.calls.TryPeek(out bool callerCounts) && callerCounts;
        if (!inside)
        {
            string name = Marshal.PtrToStringUTF8(Name(function))!;
            inside = !Bookkeeping.Contains(name) && !Wrappers.Contains(name);
            if (inside)
            {
                here.names.Add(name);
            }
        }

        here.calls.Push(inside);
        *context = 0;
        return context;
    }

    [UnmanagedCallersOnly]
    private static void End(nint function, nint context) => current!.calls.Pop();

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport(Library, EntryPoint = "_ZN2at17addGlobalCallbackENS_22RecordFunctionCallbackE")]
    private static partial ulong AddGlobalCallback(Callback callback);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport(Library, EntryPoint = "_ZN2at14removeCallbackEm")]
    private static partial void RemoveCallback(ulong handle);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport(Library, EntryPoint = "_ZNK2at14RecordFunction4nameEv")]
    private static partial nint Name(nint function);

    [StructLayout(LayoutKind.Sequential)]
    private struct Callback
    {
        public nint Start;
        public nint End;
        public double Probability;
        public Flags Scopes;
    }

    // The first is for operators; the others, of which there are ten in this version, and what follows them stay 0.
    [InlineArray(24)]
    private struct Flags
    {
        private byte first;
    }
}
